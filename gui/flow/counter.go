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
	PanelOrders Panel = "orders" // many payment orders, from a list
	PanelPage   Panel = "page"   // what is printed, as large as the window
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
	Orders   *Orders
	Page     *Page
	Lock     *Lock
	Settings *Settings

	needs   Needs
	state   CounterState
	account upn.Account
	known   bool // the account is the office's answer
	stop    func()
	// topUpNext says that the clerk wanted a top-up and was led to the drawer first.
	topUpNext bool
}

// NewCounter wires the flows together; nothing is asked of anybody before Start.
func NewCounter(n Needs) *Counter {
	c := &Counter{
		Draw: func(CounterState) {}, needs: n, stop: func() {}, account: n.Account,
		SignIn: NewSignIn(n), Card: NewCard(n), TopUp: NewTopUp(n), Drawer: NewDrawer(n),
		Order: NewOrder(n), Orders: NewOrders(n), Page: NewPage(n), Lock: NewLock(n), Settings: NewSettings(n),
		state: CounterState{Panel: PanelCard},
	}
	c.wireSignIn()
	c.wireCard()
	c.wireTopUp()
	c.wireDrawer()
	c.Lock.TokenLost, c.Lock.Ended = c.tokenLost, c.Card.Refresh
	c.Lock.Staff = func() string { return c.state.Me.Staff.Number }
	c.Order.Decorate, c.Order.Choose = c.decorate, c.Settings.Change
	c.Order.Account = func() (upn.Account, bool) { return c.account, c.known || !n.Assumed }
	c.Orders.Account, c.Orders.Choices = c.Order.Account, c.Settings.Choices
	c.Page.slip = c.pageSlip
	return c
}

func (c *Counter) wireSignIn() {
	c.SignIn.Entered = c.entered
	c.SignIn.Left = func() {
		c.leaveForms()
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
	c.TopUp.Settled = func(was TopUpState, answer client.TopUp) {
		c.count()
		c.refuse(Say("counter.settled."+answer.State, "Short", was.ShortID(), "Amount", was.Amount))
	}
	c.TopUp.Decorate = c.decorate
}

func (c *Counter) wireDrawer() {
	c.Drawer.TokenLost = c.tokenLost
	c.Drawer.Staff = func() string { return c.state.Me.Staff.Number }
	c.Drawer.Decorate = c.decorate
	c.Drawer.Changed = c.drawerChanged
	c.Drawer.MayClose = func() *Message {
		if n, _ := c.TopUp.OpenItems(); n > 0 {
			return Say("drawer.open-items", "Count", n)
		}
		if !c.TopUp.State().Ended() {
			return Say("counter.finish-first")
		}
		return nil
	}
}

// decorate adds to a slip what only the counter knows.
func (c *Counter) decorate(s *Slip) {
	s.Clerk, s.Office, s.Choices = c.state.Me.Staff.Alias, c.state.Me.Office.Name, c.Settings.Choices()
}

// State is the present state.
func (c *Counter) State() CounterState { return c.state }

// Redraw draws everything once more, as after a change of language.
func (c *Counter) Redraw() {
	c.SignIn.Redraw()
	c.Card.Redraw()
	c.TopUp.Redraw()
	c.Drawer.Redraw()
	c.Order.Redraw()
	c.Draw(c.state)
}

func (c *Counter) set(change func(*CounterState)) {
	change(&c.state)
	c.Draw(c.state)
}

// entered begins a clerk's work: the half-typed form is kept only for the clerk who typed it, and money
// on its way is kept for whoever comes.
func (c *Counter) entered(me client.Me, same bool) {
	c.state.Me, c.state.SignedIn = me, true
	if !same {
		if m := c.abandoned(); m != nil {
			c.state.Notice = m
		}
		c.leaveForms()
		c.state.Panel = PanelCard
	}
	switch {
	case c.TopUp.State().Step == TopUpUnknown:
		c.state.Panel = PanelTopUp
	case c.Lock.State().Step == LockUnknown:
		c.state.Panel = PanelLock
		defer c.Lock.Check()
	}
	c.Drawer.Forget()
	c.Draw(c.state)
	if me.Can(client.MayUseDrawer) {
		c.Drawer.Refresh()
	}
}

// abandoned tells the next clerk of a top-up that was read back and never sent.
func (c *Counter) abandoned() *Message {
	switch st := c.TopUp.State(); st.Step {
	case TopUpReadBack, TopUpConfirming:
		return Say("counter.abandoned", "Amount", st.Amount, "MokID", GroupMokID(st.Card.MokID))
	}
	return nil
}

func (c *Counter) leaveForms() {
	c.TopUp.Leave()
	c.Card.Clear()
	c.Order.Close()
	c.Orders.Close()
	c.Page.Close()
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
	if c.TopUp.State().Busy() || c.Drawer.State().Busy || c.Lock.State().Busy() || c.Orders.State().Busy() {
		return false
	}
	c.forgetPayers()
	if c.state.SignedIn {
		c.cover(why)
	}
	return true
}

// forgetPayers puts away what holds payers' names, also where nobody is signed in: orders need nobody.
func (c *Counter) forgetPayers() {
	c.Order.Close()
	c.Orders.Close()
	c.Page.Close()
	switch c.state.Panel {
	case PanelOrder, PanelOrders, PanelPage:
		c.show(PanelCard)
	}
}
