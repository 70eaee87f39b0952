package flow

import "cekr.kranj.si/desk/gui/flow/task"

// LargePage is all that the panel of the large page shows.
type LargePage struct {
	task.PageState
	From Panel         // whose page it is
	Kind task.SlipKind // what it showed when it was opened
	Turn int           // counts the openings
}

// Page is the flow of the page that is shown as large as the window.
type Page struct {
	Draw func(LargePage)

	state LargePage
	page  task.Preview
	slip  func() (task.Slip, bool)
}

// NewPage starts with none.
func NewPage(n task.Needs, pictures task.Pictures) *Page {
	p := &Page{Draw: func(LargePage) {}, slip: func() (task.Slip, bool) { return nil, false }}
	p.page = task.NewPreview(n, pictures, func() (task.Slip, bool) { return p.slip() }, func(s task.PageState) {
		p.state.PageState = s
		p.Draw(p.state)
	})
	return p
}

// State is the present state.
func (p *Page) State() LargePage { return p.state }

// Room tells how wide the page is shown, in pixels.
func (p *Page) Room(width int) { p.page.Room(width) }

// Redraw draws the page anew, as after a change of the paper's language.
func (p *Page) Redraw() {
	p.Draw(p.state)
	if p.state.From != "" {
		p.page.Wish()
	}
}

func (p *Page) open(from Panel, kind task.SlipKind) {
	p.state = LargePage{From: from, Kind: kind, Turn: p.state.Turn + 1}
	p.Draw(p.state)
	p.page.Draw() // at once, if its place is known
}

// Close forgets the page, which holds what is printed.
func (p *Page) Close() {
	if p.state.From == "" {
		return
	}
	p.page.Forget()
	p.state = LargePage{Turn: p.state.Turn}
	p.Draw(p.state)
}
