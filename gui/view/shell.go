package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
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
	needs   ShellNeeds

	signIn *signIn
	work   *work // nil until somebody has signed in
	status *status
	banner *field.Banner
	body   *fyne.Container
	box    fyne.CanvasObject
	bar    *canvas.Rectangle    // under the status line
	frame  [4]*canvas.Rectangle // the training counter's: under the banner, at the left, the right and the foot
	at     string               // the step that the focus was set for
	left   fyne.Focusable       // what had the focus before the large page
}

// work is what a clerk works in: the card's column, and beside it the panels, one of which is shown.
type work struct {
	card     *cardPanel
	list     *cardList
	topUp    *topUp
	drawer   *drawerPanel
	open     *open
	help     *help
	order    *orderPanel
	orders   *orders
	page     *largePage
	lock     *lockPanel
	settings *settingsPanel
	notice   *problem // a refused command, or news
	noticed  fyne.CanvasObject
	alarm    *problem // what stands until it is mended
	alarmed  fyne.CanvasObject
	box      fyne.CanvasObject
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
	s.box = s.framed(n.Training)
	field.OnFocus(func(o fyne.CanvasObject) { reveal(s.body, o) })
	c.Draw = func(flow.CounterState) { s.draw(changedCounter) }
	c.Card.Draw = func(card.State) { s.draw(changedCard) }
	c.TopUp.Draw = func(topup.State) { s.draw(changedTopUp) }
	c.Drawer.Draw = func(drawer.State) { s.draw(changedDrawer) }
	c.SignIn.Draw = func(signin.State) { s.draw(changedSignIn) }
	c.Order.Draw = func(order.State) { s.draw(changedOrder) }
	c.Orders.Draw = func(order.BatchState) { s.draw(changedOrders) }
	c.Page.Draw = func(flow.LargePage) { s.draw(changedPage) }
	c.Lock.Draw = func(lock.State) { s.draw(changedLock) }
	c.Settings.Draw = func(settings.State) { s.draw(changedSettings) }
	return s
}

// build makes what a clerk works in.
func (s *Shell) build() {
	c := s.counter
	w := &work{
		card: newCard(c), list: newCardList(c), topUp: newTopUp(c), drawer: newDrawer(c), open: newOpen(c, s.canvas),
		help: newHelp(c, s.needs.Help), order: newOrder(c), orders: newOrders(c), page: newLargePage(c, s.Paper),
		lock: newLock(c), settings: newSettings(c, s.needs.Version), notice: newNews(), alarm: newProblem(),
	}
	w.alarmed, w.noticed = field.NewPanel(w.alarm.box), field.NewPanel(w.notice.box)
	panels := field.NewPanel(container.NewStack(w.list.box, w.topUp.box, w.drawer.box, w.open.box, w.help.box, w.order.box, w.orders.box, w.page.box, w.lock.box, w.settings.box))
	right := container.NewBorder(container.NewVBox(w.alarmed, w.noticed), nil, nil, nil, panels)
	w.box = container.New(sideLayout{}, w.card.box, right)
	s.work = w
	s.body.Add(w.box)
}

// framed puts the training counter's frame and banner around everything; no clerk may take it for the
// real one, nor the other way round.
func (s *Shell) framed(training bool) fyne.CanvasObject {
	s.bar = &canvas.Rectangle{}
	bar := container.NewStack(s.bar, container.NewPadded(s.status.box))
	inside := container.NewBorder(nil, bar, nil, nil, container.NewPadded(s.body))
	if !training {
		return inside
	}
	var parts []fyne.CanvasObject
	for i := range s.frame {
		s.frame[i] = &canvas.Rectangle{}
		parts = append(parts, s.frame[i])
	}
	return container.New(frameLayout{s.banner}, append(parts, container.NewBorder(s.banner, nil, nil, nil, inside))...)
}

// Content is what the window shows.
func (s *Shell) Content() fyne.CanvasObject { return s.box }

// Redraw draws everything anew, as after a change of language or colours.
func (s *Shell) Redraw() { s.draw(changedAll) }

// changed says whose state is new. Each view draws its flow's whole state, but only the views that show
// something of it: a screen is drawn at every answer, and the clerk's keys wait meanwhile.
type changed uint

const (
	changedCounter changed = 1 << iota
	changedCard
	changedTopUp
	changedDrawer
	changedSignIn
	changedOrder
	changedOrders
	changedPage
	changedLock
	changedSettings
	changedAll = 1<<iota - 1
)

func (s *Shell) draw(what changed) {
	st := s.counter.State()
	working := st.SignedIn || free(st.Panel)
	focused, _ := s.canvas.Focused().(fyne.CanvasObject)
	seen := what == changedAll || focused != nil && inSight(s.body, focused)
	if working && s.work == nil {
		s.build()
		what = changedAll
	}
	if what == changedAll {
		s.paintGround()
		s.banner.Set(theme.Training, text.Say("window.training"), "")
	}
	show(s.signIn.box, !working)
	if what&changedSignIn != 0 {
		s.signIn.draw(s.counter.SignIn.State())
	}
	if s.work != nil {
		show(s.work.box, working)
		if show(s.work.card.box, st.SignedIn && !wide(st.Panel)) {
			s.work.box.Refresh() // the panels take its place, or give it back
		}
		s.work.draw(s.counter, what)
	}
	s.status.draw()
	s.settle()
	if now, _ := s.canvas.Focused().(fyne.CanvasObject); seen && now != nil && now == focused { // the page around it may have grown
		reveal(s.body, focused)
	}
}

func (s *Shell) paintGround() {
	s.bar.FillColor = fynetheme.Color(theme.ColorBar)
	s.bar.Refresh()
	for _, edge := range s.frame {
		if edge != nil {
			edge.FillColor = fynetheme.Color(theme.Training.Banner())
			edge.Refresh()
		}
	}
}

// free are the panels that need nobody signed in.
func free(p flow.Panel) bool {
	return p == flow.PanelHelp || p == flow.PanelSettings || wide(p)
}

// wide are the panels that need all the window: a page must be read on them.
func wide(p flow.Panel) bool {
	return p == flow.PanelOrder || p == flow.PanelOrders || p == flow.PanelPage
}

// Paper prints, opens or saves what is on the screen. A page that is shown large goes back to where it belongs, which says how it went.
func (s *Shell) Paper(act task.PaperAct) {
	s.counter.BackFromPage()
	if s.counter.State().Panel == flow.PanelOrder && s.work != nil {
		s.work.order.hand(act)
		return
	}
	s.counter.Paper(act)
}

// draw shows the panel of the state. A hidden panel is drawn too when its flow's state is new: it may
// hold what must be wiped.
func (w *work) draw(c *flow.Counter, what changed) {
	st := c.State()
	w.notice.set(say(st.Notice))
	if show(w.noticed, st.Notice != nil) {
		w.box.Refresh() // the panels move into its place
	}
	w.alarm.set(alarm(c))
	if show(w.alarmed, w.alarm.label.Text != "" && st.SignedIn) {
		w.box.Refresh()
	}
	show(w.list.box, st.Panel == flow.PanelCard)
	show(w.topUp.box, st.Panel == flow.PanelTopUp)
	show(w.drawer.box, st.Panel == flow.PanelDrawer)
	show(w.open.box, st.Panel == flow.PanelOpen)
	show(w.help.box, st.Panel == flow.PanelHelp)
	show(w.order.box, st.Panel == flow.PanelOrder)
	show(w.orders.box, st.Panel == flow.PanelOrders)
	show(w.page.box, st.Panel == flow.PanelPage)
	show(w.lock.box, st.Panel == flow.PanelLock)
	show(w.settings.box, st.Panel == flow.PanelSettings)
	if what&(changedCard|changedTopUp) != 0 {
		w.card.draw(c.Card.State())
	}
	if what&changedCard != 0 {
		w.list.draw(c.Card.State())
	}
	if what&changedTopUp != 0 {
		w.topUp.draw(c.TopUp.State())
	}
	if what&changedDrawer != 0 || st.Panel == flow.PanelDrawer && what&changedCounter != 0 {
		w.drawer.draw(c.Drawer.State())
	}
	if what&changedSettings != 0 {
		w.settings.draw(c.Settings.State())
	}
	if what&changedLock != 0 {
		w.lock.draw(c.Lock.State())
	}
	if what&changedOrder != 0 {
		w.order.draw(c.Order.State())
	}
	if what&changedOrders != 0 {
		w.orders.draw(c.Orders.State())
	}
	if what&(changedPage|changedOrder) != 0 {
		w.page.draw(c.Page.State())
	}
	if st.Panel == flow.PanelOpen && what&(changedCounter|changedTopUp|changedLock|changedDrawer) != 0 {
		w.open.draw()
	}
	if st.Panel == flow.PanelHelp && what&changedCounter != 0 {
		w.help.draw()
	}
}

// alarm is what every clerk must know as long as it stands: a journal that fails, or differs from the office.
func alarm(c *flow.Counter) string {
	st := c.State()
	switch {
	case st.Halted:
		return text.Say("journal.halted")
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
