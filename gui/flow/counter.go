package flow

import (
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
)

// Panel names what stands in the counter's working area.
type Panel string

// The panels of the counter.
const (
	PanelCard   Panel = "card" // the card's transactions, or the welcome when there is none
	PanelTopUp  Panel = "topup"
	PanelDrawer Panel = "drawer"
	PanelOpen   Panel = "open" // what is not settled
	PanelHelp   Panel = "help"
	PanelOrder  Panel = "order" // a UPN payment order
	PanelLock   Panel = "lock"
	// PanelSettings needs nobody signed in.
	PanelSettings Panel = "settings"
)

// CounterState is what the frame around the panels shows.
type CounterState struct {
	SignedIn bool
	Panel    Panel
	Me       client.Me
	Notice   *Message // a refused command, or news; gone with the next command

	Online  bool
	Asked   bool      // the office has been asked at least once
	AsOf    time.Time // the office's last word, by its clock
	Skew    time.Duration
	Version string

	OpenCount int
	OpenSum   money.Amount
	NeverSent []journal.Item // left by a crash before anything was sent

	// Halted says that the journal can't be written: no cash is taken here before a restart.
	Halted bool
	// Comparing says that the journal is being held against the office's list; NotCompared is why that failed
	// last. ComparedAt is when it last came off, by the office's clock.
	Comparing   bool
	NotCompared *Message
	ComparedAt  time.Time
	// Differences stand until a comparison finds them gone; DifferencesRead is the clerk's word for them.
	Differences     []Difference
	DifferencesRead bool

	Preparing int // percent of the practice cards made; 0 and 100 when there is nothing to wait for
}

// SkewLimit is how far the PC's clock may be off before the clerk is told.
const SkewLimit = 2 * time.Minute

// ClockWrong reports that the PC's clock differs from the office's by more than SkewLimit.
func (s CounterState) ClockWrong() bool { return s.Skew > SkewLimit || s.Skew < -SkewLimit }

// Counter joins the flows of the counter: what one job means for the others.
type Counter struct {
	Draw func(CounterState)

	SignIn   *SignIn
	Card     *Card
	TopUp    *TopUp
	Drawer   *Drawer
	Order    *Order
	Lock     *Lock
	Settings *Settings

	needs    Needs
	promises *promises
	state    CounterState
	account  upn.Account
	known    bool // the account is the office's answer
	stop     func()
	// topUpNext says that the clerk wanted a top-up and was led to the drawer first.
	topUpNext bool
}

// NewCounter wires the flows together; nothing is asked of anybody before Start.
func NewCounter(n Needs) *Counter {
	p := newPromises(n)
	c := &Counter{
		Draw: func(CounterState) {}, needs: n, promises: p, stop: func() {}, account: n.Account,
		SignIn: NewSignIn(n), Card: NewCard(n), TopUp: newTopUp(n, p), Drawer: newDrawer(n, p),
		Order: NewOrder(n), Lock: newLock(n, p), Settings: NewSettings(n),
		state: CounterState{Panel: PanelCard},
	}
	c.wireSignIn()
	c.wireCard()
	c.wireTopUp()
	c.wireDrawer()
	c.wireLock()
	c.Order.Decorate = c.decorate
	c.Order.Account = func() (upn.Account, bool) { return c.account, c.known || !n.Assumed }
	return c
}

func (c *Counter) wireSignIn() {
	c.SignIn.Entered = c.entered
	c.SignIn.Left = func() {
		c.leaveForms(c.seesTopUp())
		c.set(func(s *CounterState) { s.SignedIn, s.Panel, s.Notice = false, PanelCard, nil })
	}
}

func (c *Counter) wireCard() {
	c.Card.TokenLost = c.tokenLost
	c.Card.Account = func() upn.Account { return c.account }
	c.Card.FullView = func() bool { return c.state.Me.Can(client.MayReadCards) }
}

func (c *Counter) wireTopUp() {
	c.TopUp.TokenLost = c.tokenLost
	c.TopUp.Drawer = c.Drawer.Open
	c.TopUp.OfficeNow = c.officeNow
	c.TopUp.Clerk = func() (string, bool) {
		return c.state.Me.Staff.Number, c.SignIn.Lasts(c.officeNow())
	}
	c.TopUp.Ended = func() {
		c.Card.Refresh()
		c.Drawer.Refresh()
		c.count()
	}
	c.TopUp.Settled = func(was TopUpState, _ client.TopUp) {
		c.count()
		c.refuse(Say("counter.settled."+string(was.Step), "Short", was.ShortID(), "Amount", was.Amount))
	}
	c.TopUp.Decorate = c.decorate
}

func (c *Counter) wireLock() {
	c.Lock.TokenLost = c.tokenLost
	c.Lock.Staff = func() string { return c.state.Me.Staff.Number }
	c.Lock.Ended = func() {
		c.Card.Refresh()
		c.count()
	}
	c.Lock.Settled = func(now LockState) {
		c.count()
		c.refuse(Say("counter.lock-settled."+string(now.Step), "MokID", GroupMokID(now.MokID)))
	}
}

func (c *Counter) wireDrawer() {
	c.Drawer.TokenLost = c.tokenLost
	c.Drawer.Staff = func() string { return c.state.Me.Staff.Number }
	c.Drawer.Decorate = c.decorate
	c.Drawer.Changed = c.drawerChanged
	c.Drawer.MayClose = c.mayClose
}

// mayClose refuses a close while anything is unresolved.
func (c *Counter) mayClose() *Message {
	n := len(c.OpenItems())
	switch {
	case c.promises.halted():
		return Say("journal.drawer")
	case n > 0:
		return Say("drawer.open-items", "Count", n)
	case len(c.state.Differences) > 0 && !c.state.DifferencesRead:
		return Say("drawer.differences", "Count", len(c.state.Differences))
	case !c.TopUp.State().Ended():
		return Say("counter.finish-first")
	}
	return nil
}

// decorate adds to a slip what only the counter knows. A receipt names the clerk who took the cash, by number
// if that was somebody else.
func (c *Counter) decorate(s *Slip) {
	s.Clerk, s.Office, s.Choices = c.state.Me.Staff.Alias, c.state.Me.Office.Name, c.Settings.Choices()
	if s.Kind == SlipReceipt && s.TopUp.Staff != "" && s.TopUp.Staff != c.state.Me.Staff.Number {
		s.Clerk = s.TopUp.Staff
	}
}

// Phone is whom to call when an outcome doesn't show.
func (c *Counter) Phone() string { return c.needs.Phone }

// State is the present state.
func (c *Counter) State() CounterState {
	st, items := c.state, c.OpenItems()
	st.Halted, st.OpenCount, st.OpenSum = c.promises.halted(), len(items), openSum(items)
	return st
}

// Redraw draws everything once more, as after a change of language.
func (c *Counter) Redraw() {
	c.SignIn.Redraw()
	c.Card.Redraw()
	c.TopUp.Redraw()
	c.Drawer.Redraw()
	c.Draw(c.State())
}

func (c *Counter) set(change func(*CounterState)) {
	change(&c.state)
	c.Draw(c.State())
}

// entered begins a clerk's work: the half-typed form is kept only for the clerk who typed it, and money
// on its way is kept for whoever comes.
func (c *Counter) entered(me client.Me, same bool) {
	c.state.Me, c.state.SignedIn = me, true
	if !same {
		if m := c.abandoned(); m != nil {
			c.state.Notice = m
		}
		c.leaveForms(false)
		c.state.Notice, c.state.Panel = c.waiting(c.state.Notice), PanelCard
	}
	c.showOnItsWay()
	c.Drawer.Forget()
	c.Draw(c.State())
	if me.Can(client.MayUseDrawer) {
		c.Drawer.Refresh()
	}
	c.goOnAsking()
}

// showOnItsWay brings what the office owes an answer about before the clerk's eyes.
func (c *Counter) showOnItsWay() {
	switch {
	case c.TopUp.State().Open() || c.TopUp.State().Step == TopUpLocked:
		c.state.Panel = PanelTopUp
	case c.Lock.State().Open():
		c.state.Panel = PanelLock
	}
}

// goOnAsking takes the questions up again that waited for somebody to be signed in.
func (c *Counter) goOnAsking() {
	c.TopUp.Check()
	c.Lock.Check()
	c.checkOpen()
	c.compareAtStart()
}

// waiting tells the clerk who comes what is not settled at this desk, after what is more urgent.
func (c *Counter) waiting(first *Message) *Message {
	if n := len(c.OpenItems()); first == nil && n > 0 {
		return Say("counter.waiting", "Count", n)
	}
	return first
}

// abandoned tells the next clerk of a top-up that was read back and never sent.
func (c *Counter) abandoned() *Message {
	switch st := c.TopUp.State(); {
	case st.Step == TopUpReadBack, st.Step == TopUpConfirming, st.Step == TopUpQuoting && st.ID != "":
		return Say("counter.abandoned", "Amount", st.Amount, "MokID", GroupMokID(st.Card.MokID))
	}
	return nil
}

// leaveForms empties the screen; read says whether the clerk who leaves has seen what stands on it.
func (c *Counter) leaveForms(read bool) {
	c.TopUp.leave(read)
	c.Card.Clear()
	c.Order.Close()
	c.Lock.Back()
	c.Drawer.Forget()
	c.count()
}

func (c *Counter) tokenLost() { c.cover(Say("signin.again")) }

// cover hides the counter behind the sign-in; what is half typed stays for the same clerk.
func (c *Counter) cover(why *Message) {
	c.SignIn.Again(why)
	c.set(func(s *CounterState) { s.SignedIn, s.Notice = false, nil })
}

// Idle covers the counter because nobody has touched it. It never interrupts a request with money: then
// it reports false, and is called again later.
func (c *Counter) Idle() bool { return c.coverUnlessBusy(Say("signin.idle")) }

// Cover is the clerk's own wish to cover the counter.
func (c *Counter) Cover() {
	if c.ready() && !c.coverUnlessBusy(Say("signin.covered")) {
		c.refuse(Say("counter.finish-first"))
	}
}

func (c *Counter) coverUnlessBusy(why *Message) bool {
	if !c.state.SignedIn {
		return true
	}
	if c.TopUp.State().Busy() || c.Drawer.State().Busy || c.Lock.State().Busy() {
		return false
	}
	c.Order.Close() // holds a payer's name
	if c.state.Panel == PanelOrder {
		c.state.Panel = PanelCard
	}
	c.cover(why)
	return true
}
