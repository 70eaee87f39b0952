package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// ShellNeeds is what the shell can't know by itself.
type ShellNeeds struct {
	Training bool
	Version  string
	Help     func() []HelpRow
}

// Shell is the whole window: sign-in or counter, the frame of a training counter, the status line. It
// puts the focus where it belongs.
type Shell struct {
	counter *flow.Counter
	canvas  fyne.Canvas

	signIn *signIn
	card   *card
	list   *cardList
	topUp  *topUp
	drawer *drawer
	open   *open
	help   *help
	status *status
	notice *field.Banner
	banner *field.Banner
	work   fyne.CanvasObject
	box    fyne.CanvasObject
	ground map[fyne.ThemeColorName]*canvas.Rectangle // what lies under the widgets, by the colour it has
	at     string                                    // the step that the focus was set for
}

// NewShell joins the flows of a counter to their views. It is drawn first by Redraw, once its content is
// in the window: before that nothing can have the focus.
func NewShell(c *flow.Counter, on fyne.Canvas, n ShellNeeds) *Shell {
	s := &Shell{
		counter: c, canvas: on, signIn: newSignIn(c.SignIn, n.Training), card: newCard(c), list: newCardList(c),
		topUp: newTopUp(c), drawer: newDrawer(c), open: newOpen(c), help: newHelp(c, n.Help), status: newStatus(c),
		notice: field.NewBanner(theme.Info, "", ""), banner: field.NewBanner(theme.Training, "", ""),
	}
	panels := field.NewPanel(container.NewStack(s.list.box, s.topUp.box, s.drawer.box, s.open.box, s.help.box))
	right := container.NewBorder(s.notice, nil, nil, nil, panels)
	s.work = container.New(sideLayout{}, s.card.box, right)
	s.box = s.framed(n.Training)
	c.Draw = func(flow.CounterState) { s.draw() }
	c.Card.Draw = func(flow.CardState) { s.draw() }
	c.TopUp.Draw = func(flow.TopUpState) { s.draw() }
	c.Drawer.Draw = func(flow.DrawerState) { s.draw() }
	c.SignIn.Draw = func(flow.SignInState) { s.draw() }
	return s
}

// framed puts the training counter's frame and banner around everything; no clerk may take it for the
// real one, nor the other way round.
func (s *Shell) framed(training bool) fyne.CanvasObject {
	s.ground = map[fyne.ThemeColorName]*canvas.Rectangle{
		theme.ColorBar: {}, theme.Training.Banner(): {}, fynetheme.ColorNameBackground: {},
	}
	bar := container.NewStack(s.ground[theme.ColorBar], container.NewPadded(s.status.box))
	inside := container.NewBorder(nil, bar, nil, nil, container.NewPadded(container.NewStack(s.signIn.box, s.work)))
	if !training {
		s.banner.Hide()
		return inside
	}
	edge := fynetheme.Size(theme.SizeFrame)
	body := container.NewBorder(s.banner, nil, nil, nil, container.NewStack(s.ground[fynetheme.ColorNameBackground], inside))
	return container.NewStack(s.ground[theme.Training.Banner()], container.New(layout.NewCustomPaddedLayout(0, edge, edge, edge), body))
}

// Content is what the window shows.
func (s *Shell) Content() fyne.CanvasObject { return s.box }

// Redraw draws everything anew, as after a change of language or colours.
func (s *Shell) Redraw() { s.draw() }

func (s *Shell) draw() {
	st := s.counter.State()
	show(s.signIn.box, !st.SignedIn)
	show(s.work, st.SignedIn)
	show(s.list.box, st.Panel == flow.PanelCard)
	show(s.topUp.box, st.Panel == flow.PanelTopUp)
	show(s.drawer.box, st.Panel == flow.PanelDrawer)
	show(s.open.box, st.Panel == flow.PanelOpen)
	show(s.help.box, st.Panel == flow.PanelHelp)
	for name, rectangle := range s.ground {
		if colour := fynetheme.Color(name); rectangle.FillColor != colour {
			rectangle.FillColor = colour
			rectangle.Refresh()
		}
	}
	s.banner.Set(theme.Training, text.Say("window.training"), "")
	s.notice.Set(theme.Info, say(st.Notice), "")
	show(s.notice, st.Notice != nil)

	s.signIn.draw(s.counter.SignIn.State())
	s.card.draw(s.counter.Card.State())
	s.list.draw(s.counter.Card.State())
	s.topUp.draw(s.counter.TopUp.State())
	s.drawer.draw(s.counter.Drawer.State())
	s.open.draw()
	s.help.draw()
	s.status.draw()
	s.settle()
}

// settle puts the focus where it belongs when the step has changed, and when it would be lost.
func (s *Shell) settle() {
	if field.ModalOpen(s.canvas) {
		return
	}
	at := s.step()
	if at == s.at && s.canvas.Focused() != nil {
		return
	}
	if natural := s.natural(); natural != nil {
		s.at = at
		s.canvas.Focus(natural)
	}
}

// step names where the clerk is, as finely as the focus cares.
func (s *Shell) step() string {
	st := s.counter.State()
	if !st.SignedIn {
		return fmt.Sprint(s.counter.SignIn.State().Step, s.counter.SignIn.State().Field)
	}
	switch st.Panel {
	case flow.PanelTopUp:
		t := s.counter.TopUp.State()
		return fmt.Sprint(st.Panel, t.Step, t.Paper.Step, t.Paper.Copies, t.ID)
	case flow.PanelDrawer:
		return fmt.Sprint(st.Panel, s.counter.Drawer.State().Step)
	case flow.PanelOpen:
		return fmt.Sprint(st.Panel, st.OpenCount)
	}
	c := s.counter.Card.State()
	return fmt.Sprint(st.Panel, c.Step, c.Turn)
}

func (s *Shell) natural() fyne.Focusable {
	st := s.counter.State()
	if !st.SignedIn {
		return s.signIn.natural()
	}
	switch st.Panel {
	case flow.PanelTopUp:
		return s.topUp.natural()
	case flow.PanelDrawer:
		return s.drawer.natural()
	case flow.PanelOpen:
		return s.open.natural()
	case flow.PanelHelp:
		return s.help.back
	}
	return s.card.natural()
}

// Question is a decision to ask for; Yes and No are keys of the catalogue.
type Question struct {
	Title, Sentence *flow.Message
	Yes, No         string
	Do              func()
}

// Ask asks; Escape and the first button mean no.
func (s *Shell) Ask(q Question) {
	body := sentence()
	body.SetText(say(q.Sentence))
	field.Confirm(s.canvas, field.Question{
		State: theme.Warning, Title: say(q.Title), Body: body, SafeFirst: true,
		Confirm: text.Say(q.Yes), Cancel: text.Say(q.No), OnConfirm: q.Do,
	})
}

// sideLayout gives the card's column a third of the width and the panels the rest.
type sideLayout struct{}

// Layout places the two.
func (sideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := fynetheme.Size(theme.SizeGap)
	side := max(size.Width*0.32, objects[0].MinSize().Width)
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(side, size.Height))
	objects[1].Move(fyne.NewPos(side+gap, 0))
	objects[1].Resize(fyne.NewSize(max(size.Width-side-gap, 0), size.Height))
}

// MinSize is enough for both.
func (sideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+fynetheme.Size(theme.SizeGap), max(a.Height, b.Height))
}
