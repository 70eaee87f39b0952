package cashtest

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/cmd/desk/applog"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/outbox/outboxtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// deskOrders is what a desk process is told: where it works, and what its clerk remembers.
type deskOrders struct {
	Dir, Desk, URL, CAFile string
	Seed                   uint64
	Staff                  []member // the desk's own clerk first
	Approvers              []member
	Payer                  topup.Payer
	Cards                  []Card
	Deals                  []Deal
	Undone                 []Storno
	Locked                 map[string]bool
	Jobs                   int
	Tidy                   bool   // the day is over
	Soak                   bool   // it tells how large it is
	Bug                    string // the name of one of Seeded, to be in this desk; "" is none
}

// word is what a desk process tells its parent.
type word struct {
	Step   string  `json:",omitempty"` // the top-up's, when it has changed: a moment at which to kill
	Deal   *Deal   `json:",omitempty"` // what the clerk did with cash, or was told
	Storno *Storno `json:",omitempty"` // what the clerk was told of one
	Lock   string  `json:",omitempty"` // a card whose lock the clerk was told of
	Lie    string  `json:",omitempty"`
	Ended  string  `json:",omitempty"` // why it ends by itself: "done", or "restart"
	Where  string  `json:",omitempty"` // how the counter stands, now and then
	Soak   *soak   `json:",omitempty"` // how large the process is, now and then
}

// soak is how large a process is.
type soak struct {
	Heap       uint64 // bytes alive
	Goroutines int
	Records    int64 // in the journal
}

// speed is how much quicker these desks and clerks are than in life. A request gets as much less time.
const (
	speed       = 100
	lifetime    = 400 * time.Millisecond // of a request
	longestStop = 4 * time.Millisecond   // between two acts of a clerk
)

// fastTasks is the loop of a desk in a trial: timers are quicker, and patience is shorter. The work that a flow hands
// in sets a later end for itself, which then has no effect.
type fastTasks struct{ *Loop }

func (h fastTasks) Run(work func(ctx context.Context) (ending func())) {
	h.Loop.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, lifetime)
		defer cancel()
		return work(ctx)
	})
}

func (h fastTasks) After(d time.Duration, then func()) func() { return h.Loop.After(d/speed, then) }
func (h fastTasks) Each(d time.Duration, then func()) func()  { return h.Loop.Each(d/speed, then) }

// deskProcess is a whole counter but its window, with its clerk, until somebody kills it.
func deskProcess() error {
	var o deskOrders
	if _, err := orders(&o); err != nil {
		return err
	}
	staff = nil
	for _, m := range o.Staff {
		staff = append(staff, struct{ number, pin string }{m.Number, m.PIN})
	}
	approvers = nil
	for _, m := range o.Approvers {
		approvers = append(approvers, struct{ number, pin string }{m.Number, m.PIN})
	}
	payer = o.Payer
	s, err := officeSettings(o.Dir, o.Desk, o.URL, o.CAFile)
	if err != nil {
		return err
	}
	log, err := applog.Open(s.Data.Log(), s.Data.Crash(), slog.LevelInfo)
	if err != nil {
		return err
	}
	defer log.Close()
	end, _, err := log.Crashes()
	if err != nil {
		return err
	}
	defer end()
	desk, err := wiring.Open(context.Background(), s, log.Logger)
	if err != nil {
		return err
	}
	defer desk.Close()
	loop := NewLoop(context.Background())
	defer loop.End()
	kept := desk.Needs.Journal.(*journal.Journal)
	desk.Needs.Tasks = fastTasks{loop}
	for _, bug := range Seeded() {
		if bug.Name == o.Bug {
			desk.Needs.Office, desk.Needs.Journal = bug.office(desk.Needs.Office), bug.journal(kept)
		}
	}
	return (&deskRun{kept: kept, orders: o, loop: loop, told: map[string]Deal{}, undone: map[string]Word{}, locked: map[string]bool{}}).work(desk)
}

// deskRun is one life of a desk process with its clerk.
type deskRun struct {
	orders         deskOrders
	kept           *journal.Journal
	loop           *Loop
	counter        *flow.Counter
	clerk          *Clerk
	books          *Books
	told           map[string]Deal // what the parent knows
	undone         map[string]Word // and of storni
	locked         map[string]bool
	contradictions int
	step           topup.Step
	chance         chance
	slipped        string // the top-up whose receipt was handed out
}

func (s *deskRun) work(desk *wiring.Desk) error {
	o := s.orders
	s.chance = newChance(o.Seed, "sitting")
	s.books = NewBooks(o.Desk)
	for _, d := range o.Deals {
		s.books.deals[d.ID] = &d
		s.books.order = append(s.books.order, &d)
		s.told[d.ID] = d
	}
	for _, storno := range o.Undone {
		s.books.NoteReversal(storno)
		s.undone[storno.ID] = storno.Told
	}
	maps.Copy(s.books.LockedCards, o.Locked)
	s.counter = flow.NewCounter(desk.Needs)
	s.clerk = newClerk(newChance(o.Seed, "clerk"), s.books, o.Cards, o.Jobs)
	s.clerk.moving = newChance(o.Seed, "moves")
	s.clerk.who, s.clerk.tidy, s.clerk.undoes = 0, o.Tidy, newChance(o.Seed, "storni").in(300)
	ping := outboxtest.New(s.counter.Outbox(), desk.Needs.Office, o.Desk, desk.Needs.NewID)
	if err := s.counter.Start(); err != nil {
		return err
	}
	defer s.counter.Stop()
	s.clerk.sit(s.counter, ping)
	s.missing()
	s.tell()
	return s.live()
}

// missing are the deals that the clerk remembers and the program lists nowhere, neither among what is open nor among
// what has ended: those were never sent, and the cash goes back.
func (s *deskRun) missing() {
	listed := map[string]bool{}
	for _, item := range s.counter.OpenItems() {
		listed[item.ID] = true
	}
	for _, st := range s.counter.TopUp.List.Recent() {
		listed[st.ID] = true
	}
	for _, deal := range s.books.Open() {
		if !listed[deal.ID] {
			s.books.Note(deal.ID, ToldNeverSent)
		}
	}
}

// live goes on until the clerk is done or wants the program started again.
func (s *deskRun) live() error {
	for n := 0; ; n++ {
		think := time.NewTimer(min(s.clerk.pause()/speed, longestStop))
		s.wait(think.C)
		if s.clerk.done() {
			say(word{Ended: "done"})
			return nil
		}
		s.paper()
		act := s.clerk.act()
		s.tell()
		if act == restarts && !(s.orders.Soak && !s.clerk.halted()) {
			say(word{Ended: "restart"})
			return nil
		}
		if n%200 == 199 {
			say(word{Where: s.clerk.where()})
		}
		if s.orders.Soak && n%50 == 49 {
			s.measure()
		}
	}
}

// measure tells how large the process is.
func (s *deskRun) measure() {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	count, _ := s.kept.Head()
	say(word{Soak: &soak{Heap: m.HeapAlloc, Goroutines: runtime.NumGoroutine(), Records: count}})
}

func (s *deskRun) wait(thought <-chan time.Time) {
	for {
		select {
		case ending := <-s.loop.Due():
			ending()
			s.clerk.look()
			if d := s.counter.Drawer.State(); d.Step == drawer.Opened {
				s.clerk.float = d.Session.Float.Cents // a clerk of another life has counted it
			}
			s.tell()
		case <-thought:
			return
		}
	}
}

// paper hands out a receipt now and then.
func (s *deskRun) paper() {
	st := s.counter.TopUp.State()
	if st.Step != topup.Posted || st.ID == s.slipped {
		return
	}
	s.slipped = st.ID
	if s.chance.in(200) {
		s.counter.Do(one(s.chance, flow.CommandSave, flow.CommandView))
	}
}

// tell tells the parent what is new.
func (s *deskRun) tell() {
	for _, d := range s.books.order {
		if s.told[d.ID] != *d {
			s.told[d.ID] = *d
			say(word{Deal: d})
		}
	}
	for _, storno := range s.books.undone {
		if s.undone[storno.ID] != storno.Told {
			s.undone[storno.ID] = storno.Told
			say(word{Storno: storno})
		}
	}
	for mokID := range s.books.LockedCards {
		if !s.locked[mokID] {
			s.locked[mokID] = true
			say(word{Lock: mokID})
		}
	}
	for _, lie := range s.books.contradictions[s.contradictions:] {
		say(word{Lie: fmt.Sprint(lie)})
	}
	s.contradictions = len(s.books.contradictions)
	if step := s.counter.TopUp.State().Step; step != s.step {
		s.step = step
		say(word{Step: string(step)})
	}
}
