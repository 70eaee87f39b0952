package flow_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/topup"
)

const retention = 30 * 24 * time.Hour

// Records are given their age in days; one beyond a year was written while the PC's clock was set back, a negative one
// while it ran ahead. After the journal has let go of what it may, nothing that was read is told again, and the office
// finds nothing that the journal lacks.
func TestAClockThatWasSetBackTellsNothingTwice(t *testing.T) {
	read := func(r *retired, n, daysAgo int) *retired { return r.told(daysAgo, n) }
	for name, tt := range map[string]struct {
		write func(*retired)
		posts []int // ids of the top-ups that the office lists, by their number
		keeps int
	}{
		"that it was read is dated a year back": {func(r *retired) {
			read(r.topUp(1), 1, 366).compared(366, 1).compared(0, 1)
		}, []int{1}, 4},
		"that it was read is dated a day back, just beyond the retention": {func(r *retired) {
			read(r.topUp(30), 1, 31).compared(29, 1).compared(0, 1)
		}, []int{1}, 4},
		"the top-up that was begun after it is dated a year back": {func(r *retired) {
			read(r.topUp(1).topUp(366), 2, 366).compared(0, 2)
		}, []int{1, 2}, 4},
		"a confirmed top-up between two others is dated a year back": {func(r *retired) {
			read(r.topUp(1).topUp(366).topUp(1), 3, 1).compared(366, 3).told(0, 3)
		}, []int{1, 2, 3}, 6},
		"a lock's reading is dated a year back": {func(r *retired) {
			read(r.write(1, "lock", whole...), 1, 366).told(0, 1)
		}, nil, 3},
		"the clock ran ahead for a day, long ago": {func(r *retired) {
			read(r.topUp(60).topUp(-400).topUp(59), 3, 58).compared(57, 3).told(0, 3)
		}, []int{1, 2, 3}, 1},
		"yesterday's work is dated years back, after a quiet time": {func(r *retired) {
			read(r.topUp(60), 1, 60)
			read(r.topUp(1000), 3, 0).compared(0, 2)
		}, []int{1, 3}, 3},
		"all clocks were right": {func(r *retired) {
			read(r.topUp(60).topUp(59), 2, 58).compared(57, 2).told(0, 2)
		}, []int{1, 2}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := onDisk(t)
			tt.write(r)
			if _, err := flow.Retire(r.kept, flowtest.Start, retention); err != nil {
				t.Fatal(err)
			}
			if n := r.past(); n != tt.keeps {
				t.Errorf("%d endings and facts are kept, want %d", n, tt.keeps)
			}
			office := flowtest.NewOffice()
			for i, n := range tt.posts {
				office.Listed = append(office.Listed, has(n, int64(i+1), client.Posted))
			}
			needs, _, _ := flowtest.Needs(office)
			needs.Journal = r.kept
			ids := needs.NewID
			needs.NewID = func() string { return "f" + ids()[1:] }
			c := start(t, needs)
			opened(t, c)
			if d := c.State().Differences; len(d) > 0 {
				t.Errorf("the clerk is told of %+v", d)
			}
		})
	}
}

// years is a desk that is used for years with a clock that nobody can rely on, on a disk in memory. What its clerk has
// read, and has not, is kept here.
type years struct {
	*rand.Rand
	t       *testing.T
	disk    *disktest.Disk
	kept    *journal.Journal
	office  *flowtest.Office
	now     time.Time     // the real one
	off     time.Duration // of the PC's clock
	ids     int
	c       *flow.Counter
	unread  map[string]bool // must be told
	perhaps string          // was read, and nothing on disk may show it before a crash
	dropped int64
	told    int
}

func newYears(t *testing.T, seed uint64) *years {
	y := &years{
		Rand: rand.New(rand.NewPCG(seed, 11)), t: t, disk: disktest.New(), office: flowtest.NewOffice(), now: flowtest.Start,
		unread: map[string]bool{},
	}
	y.office.Lifetime = 100 * 365 * 24 * time.Hour
	y.office.QuoteAnswer.ExpiresAt = flowtest.Start.Add(y.office.Lifetime)
	return y
}

// day is one life of the program, from its start to its end or a crash.
func (y *years) day() {
	y.now = y.now.Add(time.Duration(1+y.IntN(40)) * 24 * time.Hour)
	y.jump()
	y.start()
	y.reads()
	for range y.IntN(4) {
		if y.IntN(3) == 0 {
			y.jump()
		}
		y.job()
	}
	if y.IntN(2) == 0 {
		y.stop()
	}
	if err := y.kept.Close(); err != nil {
		y.t.Fatal(err)
	}
}

func (y *years) jump() {
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	y.off = []time.Duration{0, 0, 0, -day, day, -year, year, -40 * day}[y.IntN(8)]
}

func (y *years) clock() time.Time { return y.now.Add(y.off) }

// start compacts, starts and looks: what must be told is told, and nothing that was read.
func (y *years) start() {
	kept, err := journal.Open(y.disk, "desk")
	if err != nil {
		y.t.Fatal(err)
	}
	y.kept = kept
	dropped, err := flow.Retire(kept, y.clock(), retention)
	if err != nil {
		y.t.Fatal(err)
	}
	y.dropped += dropped
	needs, _, _ := flowtest.Needs(y.office)
	needs.Journal, needs.Now = kept, y.clock
	needs.NewID = func() string { y.ids++; return idOf(y.ids) }
	y.c = start(y.t, needs)
	y.listed()
}

func (y *years) listed() {
	listed := map[string]bool{}
	for _, item := range y.c.OpenItems() {
		listed[item.ID] = true
		if !y.unread[item.ID] && item.ID != y.perhaps {
			y.t.Fatalf("%s is told again, at %v by the PC's clock: %+v", item.ID, y.clock(), item)
		}
	}
	for id := range y.unread {
		if !listed[id] {
			y.t.Fatalf("%s is not told, at %v by the PC's clock", id, y.clock())
		}
	}
	y.told += len(listed)
	y.unread, y.perhaps = listed, ""
	if d := y.c.State().Differences; len(d) > 0 {
		y.t.Fatalf("the clerk is told of %+v", d)
	}
}

// reads takes up what is listed, mostly.
func (y *years) reads() {
	y.office.LockAsks = nil
	for _, item := range y.c.OpenItems() {
		if y.IntN(5) > 0 {
			y.office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
			y.office.LockAsks = lockAnswer(client.Posted, client.Lock{ID: item.ID})
			y.c.Resume(item.ID)
			y.c.Do(flow.CommandNext)
			delete(y.unread, item.ID)
		}
	}
}

// job is a top-up or a lock that ends on the screen. The clerk goes on, or the day ends with it there.
func (y *years) job() {
	y.c.LookUp("100000014")
	verdict := []client.Verdict{client.Posted, client.Rejected}[y.IntN(2)]
	id := ""
	if y.IntN(3) == 0 {
		y.office.Locks = lockAnswer(verdict, client.Lock{Code: "card-not-lockable"})
		y.c.Do(flow.CommandLock)
		y.c.Lock.Fill(lostCard)
		y.c.Lock.Confirm()
		id = y.c.Lock.State().ID
		lockAt(y.t, y.c, lock.Step(verdict))
	} else {
		y.office.TopUps = flowtest.Final(verdict, client.TopUp{Code: "limit-exceeded"})
		y.c.Do(flow.CommandTopUp)
		y.c.TopUp.Match("481205")
		y.c.TopUp.Quote(money.EUR(int64(1000 + y.ids)).Plain()) // no sum is open twice
		y.c.TopUp.Tender("")
		y.c.TopUp.Confirm()
		id = y.c.TopUp.State().ID
		at(y.t, y.c, topup.Step(verdict))
		y.perhaps = "" // its intention is on disk
	}
	if y.IntN(4) == 0 {
		y.c.Do(flow.CommandDrawer) // away from it: whoever leaves it from there has not been at it
	}
	seen := y.c.State().Panel != flow.PanelDrawer
	if y.IntN(4) == 0 {
		y.unread[id] = true // the day may end with it on the screen, unless the clerk goes on
		y.ends(id, seen)
		return
	} else if !seen {
		y.unread[id] = true
	} else {
		y.perhaps = id
	}
	y.c.Do(flow.CommandNext)
}

// ends ends the day with an outcome on the screen.
func (y *years) ends(id string, read bool) {
	if y.IntN(2) == 0 {
		y.c.Stop()
		if read {
			delete(y.unread, id)
		}
	}
	if err := y.kept.Close(); err != nil {
		y.t.Fatal(err)
	}
	y.start()
}

func (y *years) stop() { y.c.Stop(); y.perhaps = "" }

// The clock jumps by a day or a year, before and after the journal lets go of what is old: every ending is told until
// it was read, and none after.
func TestWhateverTheClockDoesEveryEndingIsToldUntilItIsRead(t *testing.T) {
	seeds := uint64(40)
	if os.Getenv("DESK_TESTS") == "night" || os.Getenv("DESK_TESTS") == "release" {
		seeds = 2000
	}
	dropped, told := int64(0), 0
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			y := newYears(t, seed)
			for range 40 {
				y.day()
			}
			dropped, told = dropped+y.dropped, told+y.told
		})
	}
	t.Logf("%d records were let go of, %d endings told at a start", dropped, told)
	if dropped == 0 || told == 0 {
		t.Error("nothing was tried")
	}
}
