package view

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// sheet shows a page as wide as the place it has, and tells that width in the screen's own pixels, so that the page is drawn sharp.
type sheet struct {
	widget.BaseWidget
	room func(pixels int)

	paper canvas.Rectangle
	page  canvas.Image
	wide  float32
}

func newSheet(room func(pixels int)) *sheet {
	s := &sheet{room: room}
	s.page.Hidden = true
	s.page.FillMode, s.page.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	s.ExtendBaseWidget(s)
	return s
}

// set shows a page, or keeps the place of the last one empty.
func (s *sheet) set(p task.PageState) {
	if s.page.Image == p.Image {
		return
	}
	s.page.Image, s.page.Hidden = p.Image, p.Image == nil
	s.page.Refresh()
	s.Refresh()
}

// high is the page's height at the width it has.
func (s *sheet) high() float32 {
	if s.page.Image == nil || s.wide <= 0 {
		return 0
	}
	size := s.page.Image.Bounds().Size()
	return s.wide * float32(size.Y) / float32(max(size.X, 1))
}

// Resize tells the new width.
func (s *sheet) Resize(size fyne.Size) {
	s.BaseWidget.Resize(size)
	if s.wide == size.Width || size.Width <= 0 {
		return
	}
	s.wide = size.Width
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		scale = c.Scale()
	}
	s.room(int(size.Width*scale + 0.5))
}

// CreateRenderer draws the page on white paper with an edge.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	return &sheetRenderer{s}
}

type sheetRenderer struct{ *sheet }

func (r *sheetRenderer) Destroy() {}
func (r *sheetRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{&r.paper, &r.page}
}
func (r *sheetRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.high()) }

// Layout gives the page its own height at the top.
func (r *sheetRenderer) Layout(size fyne.Size) {
	all := fyne.NewSize(size.Width, r.high())
	r.paper.Resize(all)
	r.page.Resize(all)
}

// Refresh draws anew.
func (r *sheetRenderer) Refresh() {
	r.paper.FillColor = color.Transparent
	if r.page.Image != nil {
		r.paper.FillColor = color.White
	}
	r.paper.StrokeColor, r.paper.StrokeWidth = fynetheme.Color(theme.ColorBorder), fynetheme.Size(theme.SizeBorder)
	r.Layout(r.Size())
	canvas.Refresh(r.sheet)
}

// largePage is the panel of a page as large as the window.
type largePage struct {
	counter *flow.Counter

	title                    *field.Text
	hint                     *field.Paragraph
	print, open, save, close *field.Button
	sheet                    *sheet
	reader                   *field.Reader
	box                      fyne.CanvasObject
	turn                     int
}

func newLargePage(c *flow.Counter, give give) *largePage {
	v := &largePage{counter: c, title: field.NewTitle(""), hint: sentence(), sheet: newSheet(c.Page.Room)}
	v.print, v.open, v.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	v.close = field.NewButton("", c.BackFromPage)
	row := []*field.Button{v.print, v.open, v.save, v.close}
	for _, b := range row {
		b.OnCancel = c.BackFromPage
	}
	v.reader = field.NewReader(v.sheet)
	v.reader.OnEscape = c.BackFromPage
	v.box = container.NewBorder(gapped(container.New(&wrapLayout{loose: true}, v.title, v.print, v.open, v.save, v.close), v.hint), nil, nil, nil, v.reader)
	return v
}

func (v *largePage) panel() panel {
	return panel{
		name: flow.PanelPage, box: v.box, draw: func() { v.draw(v.counter.Page.State()) }, also: []flow.Panel{flow.PanelOrder},
		focus:  func() fyne.Focusable { return v.reader },
		follow: func(changed func()) { v.counter.Page.Draw = func(flow.LargePage) { changed() } },
	}
}

func (v *largePage) draw(s flow.LargePage) {
	v.title.SetText(text.Say("page.title"))
	v.reader.Name = v.title.Text()
	v.print.SetText(caption(flow.CommandPrint))
	v.open.SetText(caption(flow.CommandView))
	v.save.SetText(caption(flow.CommandSave))
	v.close.SetText(text.Say("button.back"))
	v.hint.SetText(pageSays(s.PageState, text.Say("page.keys")))
	v.sheet.set(s.PageState)
	if s.Turn != v.turn {
		v.turn = s.Turn
		v.reader.ToTop()
	}
	field.Fit(v.box)
}

// pageSays is what there is to say about a page; otherwise is for a page that is as it will be printed.
func pageSays(p task.PageState, otherwise string) string {
	switch {
	case p.Problem != nil:
		return say(p.Problem)
	case p.Image == nil:
		return text.Say("page.drawing")
	case p.Draft:
		return text.Say("page.draft")
	}
	return otherwise
}
