package cashtest

import (
	"strconv"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/outbox/outboxtest"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// payer is whom the clerk names when the office wants to know.
var payer = topup.Payer{Name: "Ana Žagar", Document: client.DocumentPassport, Last3: "123"}

// action is what a clerk has just done.
type action int

const (
	goesOn   action = iota
	restarts        // wants the program started again
)

// Clerk works a counter by chance: in the order of the job, with mistakes, double clicks, impatience and pauses.
// What the clerk sees and does with the cash goes into the books.
type Clerk struct {
	chance   chance
	books    *Books
	cards    []Card
	jobs     int    // customers still to come
	tidy     bool   // the day is over: only settles what is open, and makes no more mistakes
	locks    bool   // the customers want their cards locked
	carries  bool   // cash is carried between the drawer and the safe
	moving   chance // of that
	counting chance // of counts of the drawer
	often    bool   // the drawer is counted in the middle of the day, too, while the line is bad
	last     bool   // the last shift of the day: the drawer is closed, too
	undoes   bool   // customers come back to have top-ups undone
	seconds  bool   // amounts above the limit are wanted, and locked cards back: a second person agrees
	second   chance // of that

	who     int  // the clerk signed in, an index into staff
	guest   bool // another clerk has taken the desk for a while
	counter *flow.Counter
	ping    *outboxtest.Ping
	counted string // id of the top-up whose cash lies on the counter
	wants   Card   // of the customer at the counter
	amount  string
	float   int64 // cents that the drawer was opened with
	closed  bool
}

func newClerk(random chance, books *Books, cards []Card, jobs int) *Clerk {
	return &Clerk{chance: random, books: books, cards: cards, jobs: jobs, who: random.IntN(len(staff)), last: random.in(250), counting: newChance(random.Uint64(), "counts")}
}

// sit begins at a program that has just been started: what it shows at once is seen, too.
func (k *Clerk) sit(c *flow.Counter, p *outboxtest.Ping) {
	k.counter, k.ping, k.counted, k.guest = c, p, "", false
	c.TopUp.Draw = k.seesTopUp
	c.Reversal.Draw = k.seesReversalPanel
	k.look()
	k.readList()
}

// pause is how long the clerk takes until the next act.
func (k *Clerk) pause() time.Duration {
	switch {
	case k.tidy:
		return k.chance.between(time.Second, 3*time.Second)
	case k.chance.in(4):
		return k.chance.between(9*time.Minute, 12*time.Minute) // a quote lives ten
	case k.chance.in(30):
		return k.chance.between(10*time.Second, time.Minute)
	}
	return k.chance.between(5*time.Millisecond, 2*time.Second)
}

// done says that the clerk may go home: the customers were served and nothing is open.
func (k *Clerk) done() bool {
	st := k.counter.TopUp.State()
	k.readList()
	return k.jobs == 0 && k.wants == Card{} && !k.halted() && (!k.tidy || k.counter.State().OpenCount == 0 && k.pinged() && st.Ended() && k.counter.Reversal.State().Ended() && k.counter.Unlock.State().Ended() && (k.closed || !k.last) && len(k.books.Open()) == 0)
}

// where tells how the counter stands, for a report.
func (k *Clerk) where() string {
	c := k.counter
	said := ""
	for _, m := range []*task.Message{c.State().Notice, c.TopUp.State().Problem, c.Drawer.State().Problem, c.Reversal.State().Problem, c.Unlock.State().Problem, c.Count.State().Problem, c.SignIn.State().Problem} {
		if m != nil {
			said += " " + m.Key
		}
	}
	return "sign-in " + string(c.SignIn.State().Step) + ", top-up " + string(c.TopUp.State().Step) + ", drawer " +
		string(c.Drawer.State().Step) + ", lock " + string(c.Lock.State().Step) + ", unlock " + string(c.Unlock.State().Step) + ", storno " + string(c.Reversal.State().Step) + ", approval " + string(c.Approval.State().Step) + ", movement " + string(c.Movement.State().Step) + ", count " + string(c.Count.State().Step) + ", open " + strconv.Itoa(c.State().OpenCount) +
		", customers " + strconv.Itoa(k.jobs) + "," + said
}

// act does one thing.
func (k *Clerk) act() action {
	c := k.counter
	switch {
	case k.halted():
		return restarts
	case !k.tidy && k.chance.in(5):
		return restarts
	case c.SignIn.State().Step == signin.Asking:
		k.signIn()
	case c.SignIn.State().Step == signin.Sending:
	case k.neverSent():
	case !k.drawer():
	case !k.tidy && k.chance.in(30):
		k.pressAtRandom()
	default:
		k.work()
	}
	return goesOn
}

// halted tells whether the program has said that it must be started again.
func (k *Clerk) halted() bool {
	c := k.counter
	return c.State().Halted || c.TopUp.State().Step == topup.Halted || c.Drawer.State().Step == drawer.Halted ||
		c.Lock.State().Step == lock.Halted || c.Unlock.State().Step == unlock.Halted || c.Reversal.State().Step == reversal.Halted || c.Approval.State().Step == approval.Halted || c.Movement.State().Step == movement.Halted || c.Count.State().Step == count.Halted || k.ping.Shown().Stage == outbox.Halted
}

func (k *Clerk) signIn() {
	s := k.counter.SignIn
	switch {
	case k.guest && k.chance.in(300), k.tidy:
		k.guest = false
	case !k.tidy && k.chance.in(20):
		k.guest = true
	}
	who := staff[k.who]
	if k.guest {
		who = staff[(k.who+1)%len(staff)]
	}
	s.Submit(who.number, who.pin)
}

// neverSent closes what a crash has left before anything was sent; the cash goes back.
func (k *Clerk) neverSent() bool {
	for _, item := range k.counter.State().NeverSent {
		k.books.Note(item.ID, ToldNeverSent)
		k.counter.HandedBack(item.ID)
		return true
	}
	return false
}

// drawer brings the drawer to where work can go on, or closes it in the end; true if nothing is to be done.
func (k *Clerk) drawer() bool {
	d := k.counter.Drawer
	st := d.State()
	switch {
	case st.Busy:
		return false
	case st.Step == drawer.Unknown:
		d.SendAgain()
		return false
	case k.guest:
		return true
	case st.Step == drawer.Unasked:
		if k.chance.in(300) { // it is being asked for, unless that has failed
			d.Refresh()
		}
		return false
	case st.Step == drawer.Foreign:
		k.counter.Do(flow.CommandSignOut)
		return false
	case st.Step == drawer.Closed && k.tidy:
		k.checkClose(st)
		return true
	case st.Step == drawer.None && k.tidy && k.closed:
		return true
	case st.Step == drawer.None || st.Step == drawer.Closed:
		k.counter.Do(flow.CommandDrawer)
		d.AskFloat()
	case st.Step == drawer.Float:
		k.float = one[int64](k.chance, 0, 5000, 20000)
		flowtest.TypeNotes(k.float, d.Notes.Type)
		d.Notes.Open()
	case st.Step == drawer.SureFloat:
		d.Notes.Confirm(client.FloatReasons()[0])
	}
	return st.Step == drawer.Opened || st.Step == drawer.Count || st.Step == drawer.SureCount
}

func typed(cents int64) string { return money.EUR(cents).Plain() }

// checkClose holds the office's close against the cash in the drawer, which the clerk has counted.
func (k *Clerk) checkClose(st drawer.State) {
	if diff := st.Session.Difference; !k.closed && diff.Cents != 0 {
		k.books.contradictions = append(k.books.contradictions, errDifference(k.books.Desk, diff.Cents))
	}
	k.closed = true
}

// work goes on with the job that is on the screen.
func (k *Clerk) work() {
	c := k.counter
	st := c.TopUp.State()
	switch st.Step {
	case topup.Idle, topup.Posted, topup.Rejected, topup.Cancelled:
		k.begin(st)
	case topup.AskingMatch:
		six := k.wants.LastSix
		if !k.tidy && k.chance.in(30) {
			six = "999999"
		}
		c.TopUp.Match(six)
	case topup.AskingAmount:
		k.askAmount(st)
	case topup.AskingPayer:
		c.TopUp.NamePayer(payer)
	case topup.ReadBack:
		k.count()
	case topup.Confirming:
		k.confirm()
	case topup.Approving:
		k.approves(k.second)
	case topup.Unknown, topup.NotSent:
		k.unknown(st)
	}
}

// pressAtRandom does what clerks also do: twice, too early, or at the wrong place.
func (k *Clerk) pressAtRandom() {
	c := k.counter
	switch k.chance.IntN(8) {
	case 0:
		c.Do(flow.CommandSignOut)
	case 1:
		c.Do(flow.CommandCover)
	case 2:
		c.TopUp.Confirm() // a second Enter
	case 3:
		c.Do(flow.CommandNext)
	case 4:
		c.TopUp.List.CheckParked()
	case 5:
		k.countsEarly()
	case 6:
		c.TopUp.GiveBack()
	case 7:
		c.Do(flow.CommandLock)
		k.lock()
	}
}
