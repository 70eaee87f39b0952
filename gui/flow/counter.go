package flow

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/branch"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
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
	// PanelReversal undoes a posted top-up.
	PanelReversal Panel = "reversal"
	// PanelUnlock undoes a clerk's lock of a card.
	PanelUnlock Panel = "unlock"
	PanelOrders Panel = "orders" // many payment orders, from a list
	PanelPage   Panel = "page"   // what is printed, as large as the window
	// PanelMovement is cash between the drawer and the safe.
	PanelMovement Panel = "movement"
	// PanelCount counts a drawer by notes and coins before its close.
	PanelCount Panel = "count"
	// PanelReport is a drawer's figures, X or Z.
	PanelReport Panel = "report"
	// PanelCustody passes an open drawer into other hands.
	PanelCustody Panel = "custody"
	// PanelBranch is a supervisor's view of all open drawers.
	PanelBranch Panel = "branch"
	// PanelHistory is what happened in a drawer, line by line.
	PanelHistory Panel = "history"
	// PanelSettings needs nobody signed in.
	PanelSettings Panel = "settings"
)

// Free reports that a panel needs nobody signed in.
func (p Panel) Free() bool { return p == PanelHelp || p == PanelSettings || p.Wide() }

// Wide reports that a panel needs all the window: a page must be read on it. Such a one is free.
func (p Panel) Wide() bool { return p == PanelOrder || p == PanelOrders || p == PanelPage }

// CounterState is what the frame around the panels shows.
type CounterState struct {
	SignedIn bool
	Panel    Panel
	Me       client.Me
	Notice   *task.Message // a refused command, or news; gone with the next command

	Online  bool
	Asked   bool      // the office has been asked at least once
	AsOf    time.Time // the office's last word, by its clock
	Skew    time.Duration
	Version string
	// Practice says that the office is one for practice; WordChanged that it has said both since the program began.
	Practice, WordChanged bool

	// SlipLanguage is that of what is printed for the present customer; empty: the settings'.
	SlipLanguage string

	OpenCount int
	OpenSum   money.Amount
	NeverSent []OpenItem // left by a crash before anything was sent

	// Halted says that the journal can't be written: no cash is taken here before a restart.
	Halted bool
	// Comparing says that the journal is being held against the office's list; NotCompared is why that failed
	// last. ComparedAt is when it last came off, by the office's clock.
	Comparing   bool
	NotCompared *task.Message
	ComparedAt  time.Time
	// Differences stand until a comparison finds them gone; DifferencesRead is the clerk's word for them.
	Differences     []outbox.Difference
	DifferencesRead bool

	Preparing int // percent of the practice cards made; 0 and 100 when there is nothing to wait for
}

// SkewLimit is how far the PC's clock may be off before the clerk is told.
const SkewLimit = 2 * time.Minute

// ClockWrong reports that the PC's clock differs from the office's by more than SkewLimit.
func (s CounterState) ClockWrong() bool { return s.Skew > SkewLimit || s.Skew < -SkewLimit }

// DeskOffice tells what it has of this desk, to be compared with the journal.
type DeskOffice interface {
	DeskTopUps(ctx context.Context, fromSeq int64, cursor string) (client.TopUpPage, error)
}

// StatusOffice tells whether the office is there and what its clock says.
type StatusOffice interface {
	Health(ctx context.Context) (client.Health, error)
	PaymentOrderAccount(ctx context.Context) (client.OrderAccount, error)
	OfficeTime() (office time.Time, skew time.Duration, ok bool)
}

// Office is all of it: what cmd/desk wires to client.Client.
type Office interface {
	signin.Office
	card.Office
	topup.Office
	drawer.Office
	lock.Office
	movement.Office
	count.Office
	report.Office
	history.Office
	reversal.Office
	approval.Office
	unlock.Office
	custody.Office
	branch.Office
	DeskOffice
	StatusOffice
}

// Counter joins the flows of the counter: what one job means for the others.
type Counter struct {
	Draw func(CounterState)

	SignIn   *signin.Flow
	Card     *card.Flow
	TopUp    *topup.Flow
	Drawer   *drawer.Flow
	Order    *order.Flow
	Orders   *order.Batch
	Page     *Page
	Lock     *lock.Flow
	Unlock   *unlock.Flow
	Movement *movement.Flow
	Count    *count.Flow
	Report   *report.Flow
	History  *history.Flow
	Reversal *reversal.Flow
	Approval *approval.Flow
	Custody  *custody.Flow
	Branch   *branch.Flow
	Hands    Hands
	Settings *settings.Flow

	needs   Needs
	frame   frame
	compare comparison
	desk    attendance
	line    officeLine
	pages   pages
	outbox  *outbox.Outbox
	state   CounterState
	account upn.Account
	known   bool // the account is the office's answer
	// health and me are the places where the office says whether it is one for practice.
	health, me word
	stop       func()
	// topUpNext says that the clerk wanted a top-up and was led to the drawer first.
	topUpNext bool
	// orderWaits says that an order is half typed, and put away until its clerk signs in again.
	orderWaits bool
}

// NewCounter joins the flows; nothing is asked of anybody before Start.
func NewCounter(n Needs) *Counter {
	c := &Counter{Draw: func(CounterState) {}, stop: func() {}, account: n.Account, state: CounterState{Panel: PanelCard}}
	c.frame, c.compare, c.desk, c.line, c.pages = frame{c}, comparison{c}, attendance{c}, officeLine{c}, pages{c}
	c.SignIn = signin.New(n.Office, task.Watch(n.Tasks), signInHost{c})
	n.Tasks = c.SignIn.During(n.Tasks)
	c.needs = n
	c.needs.Tasks = task.Watch(n.Tasks)
	c.outbox = outbox.New(outbox.Needs{Journal: n.Journal, Tasks: n.Tasks, Desk: n.Desk, Now: n.Now, NewID: n.NewID}, outboxHost{c})
	c.Card = card.New(n.Task(c.desk.head), n.Office, cardHost{c})
	c.Approval = approval.New(n.Task(c.desk.head), n.Office, c.outbox, approvalHost{c})
	c.TopUp = topup.New(n.Task(c.desk.head), n.Office, n.Journal, c.outbox, c.Approval, topUpHost{c})
	c.Drawer = drawer.New(n.Task(c.desk.head), n.Office, c.outbox, c.Approval, drawerHost{c})
	c.Drawer.Taken = drawerHost{c}.taken
	c.Lock = lock.New(n.Task(c.desk.head), n.Office, c.outbox, lockHost{c})
	c.Movement = movement.New(n.Task(c.desk.head), n.Office, c.outbox, movementHost{c})
	c.Count = count.New(n.Task(c.desk.head), n.Office, c.outbox, countHost{c})
	c.Report = report.New(n.Task(c.desk.head), n.Office, reportHost{c})
	c.History = history.New(n.Task(c.desk.head), n.Office, historyHost{c})
	c.Reversal = reversal.New(n.Task(c.desk.head), n.Office, c.outbox, c.Approval, reversalHost{c})
	c.Unlock = unlock.New(n.Task(c.desk.head), n.Office, c.outbox, c.Approval, unlockHost{c})
	c.Custody = custody.New(n.Task(c.desk.head), n.Office, c.outbox, c.Approval, custodyHost{c})
	c.Hands = Hands{c}
	c.Branch = branch.New(n.Task(c.desk.head), n.Office, branchHost{c})
	c.Order = order.New(n.Task(c.desk.head), n.Pictures, orderHost{c})
	c.Orders = order.NewBatch(n.Task(c.desk.head), n.Lists, orderHost{c})
	c.Page = NewPage(n.Task(c.desk.head), n.Pictures)
	c.Page.slip = c.pages.pageSlip
	c.Settings = settings.New(n.Task(c.desk.head), n.Machine, n.Choices, n.Offsets)
	return c
}

// Account is whom an order pays: the office's, or what stands in while it can't be asked.
func (c *Counter) Account() upn.Account { return c.account }

// Outbox is what all writes of this desk live by.
func (c *Counter) Outbox() *outbox.Outbox { return c.outbox }

// Phone is whom to call when an outcome doesn't show.
func (c *Counter) Phone() string { return c.needs.Phone }

// State is the present state.
func (c *Counter) State() CounterState {
	st, items := c.state, c.OpenItems()
	st.Halted, st.OpenCount, st.OpenSum, st.NeverSent = c.outbox.Halted(), len(items), openSum(items), neverSent(c.TopUp.List.NeverSent())
	return st
}

// Redraw draws everything once more, as after a change of language.
func (c *Counter) Redraw() {
	c.SignIn.Redraw()
	c.Card.Redraw()
	c.TopUp.Redraw()
	c.Drawer.Redraw()
	c.Reversal.Redraw()
	c.Approval.Redraw()
	c.Custody.Redraw()
	c.Branch.Redraw()
	c.Order.Redraw()
	c.Draw(c.State())
}
