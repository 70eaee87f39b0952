package flow

// LargePage is all that the panel of the large page shows.
type LargePage struct {
	PageState
	From Panel    // whose page it is
	Kind SlipKind // what it showed when it was opened
	Turn int      // counts the openings
}

// Page is the flow of the page that is shown as large as the window.
type Page struct {
	Draw func(LargePage)

	state LargePage
	page  preview
	slip  func() (Slip, bool)
}

// NewPage starts with none.
func NewPage(n taskNeeds, pictures Pictures) *Page {
	p := &Page{Draw: func(LargePage) {}, slip: func() (Slip, bool) { return Slip{}, false }}
	p.page = newPreview(n, pictures, func() (Slip, bool) { return p.slip() }, func(s PageState) {
		p.state.PageState = s
		p.Draw(p.state)
	})
	return p
}

// State is the present state.
func (p *Page) State() LargePage { return p.state }

// Room tells how wide the page is shown, in pixels.
func (p *Page) Room(width int) { p.page.room(width) }

// Redraw draws the page anew, as after a change of the paper's language.
func (p *Page) Redraw() {
	p.Draw(p.state)
	if p.state.From != "" {
		p.page.wish()
	}
}

func (p *Page) open(from Panel, kind SlipKind) {
	p.state = LargePage{From: from, Kind: kind, Turn: p.state.Turn + 1}
	p.Draw(p.state)
	p.page.draw() // at once, if its place is known
}

// Close forgets the page, which holds what is printed.
func (p *Page) Close() {
	if p.state.From == "" {
		return
	}
	p.page.forget()
	p.state = LargePage{Turn: p.state.Turn}
	p.Draw(p.state)
}
