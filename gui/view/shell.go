package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// ShellNeeds is what the shell can't know by itself.
type ShellNeeds struct {
	Training bool
	Version  string
	// Title is told when the window has become one for practice. Nil: nobody is.
	Title func(training bool)
}

// Shell is the whole window: sign-in or counter, the frame of a training counter, the status line. It
// puts the focus where it belongs.
type Shell struct {
	counter *flow.Counter
	canvas  fyne.Canvas
	needs   ShellNeeds

	signIn   *signIn
	work     *work // nil until somebody has signed in
	status   *status
	approval *approvalModal // nil until somebody has signed in
	banner   *field.Banner
	body     *fyne.Container
	box      *fyne.Container
	bar      *canvas.Rectangle    // under the status line
	framed   bool                 // the frame of practice is around it
	edges    [4]*canvas.Rectangle // that frame's: under the banner, at the left, the right and the foot
	at       string               // the step that the focus was set for
	left     fyne.Focusable       // what had the focus before the large page
}

// work is what a clerk works in: the card's column, and beside it the panels, one of which is shown.
type work struct {
	column  panel
	mokID   fyne.Focusable // where characters belong that are typed at no field
	panels  []panel
	notice  *problem // a refused command, or news
	noticed fyne.CanvasObject
	alarm   *problem // what stands until it is mended
	alarmed fyne.CanvasObject
	box     fyne.CanvasObject
}

// NewShell joins the flows of a counter to their views. It is drawn first by Redraw, once its content is
// in the window: before that nothing can have the focus. The counter behind the sign-in is built when
// somebody has signed in, so that the first frame doesn't wait for it.
func NewShell(c *flow.Counter, on fyne.Canvas, n ShellNeeds) *Shell {
	s := &Shell{
		counter: c, canvas: on, needs: n, signIn: newSignIn(c.SignIn, n.Training), status: newStatus(c),
		banner: field.NewBanner(theme.Training, "", ""),
	}
	s.body = container.NewStack(s.signIn.box)
	s.box = container.NewStack(s.frame(n.Training))
	s.framed = n.Training
	field.OnFocus(func(o fyne.CanvasObject) {
		reveal(s.body, o)
		if s.approval != nil && s.approval.box != nil {
			reveal(s.approval.box, o)
		}
	})
	c.Draw = func(flow.CounterState) { s.draw(counter) }
	c.SignIn.Draw = func(signin.State) { s.draw(signingIn) }
	return s
}

// build makes what a clerk works in. A new panel is a line here.
func (s *Shell) build() {
	c, give := s.counter, give(s.Give)
	card := newCard(c, give)
	w := &work{column: card.panel(), mokID: card.mokID, notice: newNews(), alarm: newProblem()}
	w.panels = []panel{
		newCardList(c, give).panel(card.natural),
		newTopUp(c, give).panel(),
		newDrawer(c, give).panel(),
		newOpen(c, s.canvas).panel(),
		newHelp(c).panel(),
		newOrder(c, give).panel(),
		newOrders(c).panel(),
		newLargePage(c, give).panel(),
		newLock(c, give).panel(),
		newUnlock(c).panel(),
		newMovement(c, give).panel(),
		newCount(c).panel(),
		newReport(c, give).panel(),
		newHistory(c, give).panel(),
		newReversal(c, give).panel(),
		newCustody(c, give).panel(),
		newBranch(c, s.canvas).panel(),
		newSettings(c, s.needs.Version).panel(),
	}
	w.alarmed, w.noticed = field.NewPanel(w.alarm.box), field.NewPanel(w.notice.box)
	stack := container.NewStack()
	for _, p := range append([]panel{w.column}, w.panels...) {
		if p.follow != nil {
			p.follow(func() { s.draw(p.name) })
		}
	}
	for _, p := range w.panels {
		stack.Add(p.box)
	}
	right := container.NewBorder(container.NewVBox(w.alarmed, w.noticed), nil, nil, nil, field.NewPanel(stack))
	w.box = container.New(sideLayout{}, w.column.box, right)
	s.approval = newApproval(c.Approval, s.canvas)
	s.work = w
	s.body.Add(w.box)
}

// frame puts the frame and banner of practice around everything; no clerk may take it for the real one, nor the other way round.
func (s *Shell) frame(training bool) fyne.CanvasObject {
	s.bar = &canvas.Rectangle{}
	bar := container.NewStack(s.bar, container.NewPadded(s.status.box))
	inside := container.NewBorder(nil, bar, nil, nil, container.NewPadded(s.body))
	if !training {
		return inside
	}
	var parts []fyne.CanvasObject
	for i := range s.edges {
		s.edges[i] = &canvas.Rectangle{}
		parts = append(parts, s.edges[i])
	}
	return container.New(frameLayout{s.banner}, append(parts, container.NewBorder(s.banner, nil, nil, nil, inside))...)
}

// Content is what the window shows.
func (s *Shell) Content() fyne.CanvasObject { return s.box }

// Redraw draws everything anew, as after a change of language or colours.
func (s *Shell) Redraw() { s.draw(everything) }

// draw draws what shows something of a state that is new.
func (s *Shell) draw(of flow.Panel) {
	st := s.counter.State()
	s.follow(st)
	working := st.SignedIn || st.Panel.Free()
	focused, _ := s.canvas.Focused().(fyne.CanvasObject)
	seen := of == everything || focused != nil && inSight(s.body, focused)
	if working && s.work == nil {
		s.build()
		of = everything
	}
	if of == everything {
		s.paintGround()
		s.banner.Set(theme.Training, text.Say("window.training"), "")
	}
	show(s.signIn.box, !working)
	outOfReach(s.signIn.offline, st)
	if of == signingIn || of == everything {
		s.signIn.draw(s.counter.SignIn.State())
	}
	if s.work != nil {
		show(s.work.box, working)
		if show(s.work.column.box, st.SignedIn && !st.Panel.Wide()) {
			s.work.box.Refresh() // the panels take its place, or give it back
		}
		s.work.draw(s.counter, of)
	}
	s.status.draw()
	s.settle()
	if now, _ := s.canvas.Focused().(fyne.CanvasObject); seen && now != nil && now == focused { // the page around it may have grown
		reveal(s.body, focused)
	}
}

// follow puts the frame on as soon as the office has said that it is one for practice.
func (s *Shell) follow(st flow.CounterState) {
	if s.framed || !st.Practice {
		return
	}
	s.framed = true
	s.box.Objects = []fyne.CanvasObject{s.frame(true)}
	s.paintGround()
	s.banner.Set(theme.Training, text.Say("window.training"), "")
	s.box.Refresh()
	if s.needs.Title != nil {
		s.needs.Title(true)
	}
}

func (s *Shell) paintGround() {
	s.bar.FillColor = fynetheme.Color(theme.ColorBar)
	s.bar.Refresh()
	for _, edge := range s.edges {
		if edge != nil {
			edge.FillColor = fynetheme.Color(theme.Training.Banner())
			edge.Refresh()
		}
	}
}

// paperActs are the commands that hand a paper out.
var paperActs = map[flow.Command]task.PaperAct{
	flow.CommandPrint: task.PaperPrint, flow.CommandView: task.PaperOpen, flow.CommandSave: task.PaperSave,
}

// Give gives a command of the counter. A paper is handed out as the form on the screen stands; one that is shown large goes back to
// where it belongs, which says how it went.
func (s *Shell) Give(command flow.Command) {
	if act, hands := paperActs[command]; hands {
		s.counter.BackFromPage()
		if p := s.shown(); p.hand != nil {
			p.hand(act)
			return
		}
	}
	s.counter.Do(command)
}

// Can tells whether a command would be done now. A form whose paper is its own says what it lacks.
func (s *Shell) Can(command flow.Command) bool {
	at := s.counter.State().Panel
	if at == flow.PanelPage {
		at = s.counter.Page.State().From
	}
	_, hands := paperActs[command]
	return hands && s.panel(at).hand != nil || s.counter.Can(command)
}

// shown is the panel that stands in the working area; none before there is one.
func (s *Shell) shown() panel { return s.panel(s.counter.State().Panel) }

func (s *Shell) panel(name flow.Panel) panel {
	if s.work != nil {
		for _, p := range s.work.panels {
			if p.name == name {
				return p
			}
		}
	}
	return panel{}
}

// draw shows the panel of the state.
func (w *work) draw(c *flow.Counter, of flow.Panel) {
	st := c.State()
	w.notice.set(say(st.Notice))
	if show(w.noticed, st.Notice != nil) {
		w.box.Refresh() // the panels move into its place
	}
	w.alarm.set(alarm(c))
	if show(w.alarmed, w.alarm.label.Text != "" && st.SignedIn) {
		w.box.Refresh()
	}
	for _, p := range w.panels {
		show(p.box, p.name == st.Panel)
	}
	if w.column.shows(of, st.Panel) {
		w.column.draw()
	}
	for _, p := range w.panels {
		if p.shows(of, st.Panel) {
			p.draw()
		}
	}
}

// alarm is what every clerk must know as long as it stands: a journal that fails, or differs from the office.
func alarm(c *flow.Counter) string {
	st := c.State()
	switch {
	case st.Halted:
		return text.Say("journal.halted")
	case st.WordChanged:
		return text.Say("counter.word-changed")
	case len(st.Differences) > 0:
		return text.Say("counter.differences", text.Values{"Count": len(st.Differences), "Phone": c.Phone()})
	}
	return ""
}

// Question is a decision to ask for; Yes and No are keys of the catalogue.
type Question struct {
	Title, Sentence *task.Message
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
