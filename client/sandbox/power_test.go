package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"

	"cekr.kranj.si/desk/client/journal/simdisk"
)

// night tells whether the long searches are wanted: DESK_TESTS=night or release.
func night() bool { return os.Getenv("DESK_TESTS") == "night" || os.Getenv("DESK_TESTS") == "release" }

// cases gives how many cases a search tries.
func cases(push, long int) int {
	if night() {
		return long
	}
	return push
}

// fate is a write that a desk has made up, and the answer that it was given; none while nobody knows.
type fate struct {
	to     func(*Office, *request) (reply, error)
	id     string
	body   []byte
	answer []byte
	posted int64 // cents of a top-up, if it is one and it is posted
	mokID  string
}

// teller makes up what two desks send, all of it from a seed, and remembers every answer.
type teller struct {
	chance *rand.Rand
	sent   []*fate
	seq    [2]int64
	prev   [2]string
	drawer [2]string
	quotes int
}

var (
	tellerCards = []string{tryCard, "100000097", todayCard, "100000113"}
	lockedCards = []string{"100000089", "100000063", "100000048", tryCard, "100000022"}
	tellerDesks = [2]string{"okence-1", "okence-2"}
)

// quotesEach is how many quotes the prepared office holds for each card; the n-th is for 100+n cents.
const quotesEach = 40

// copied is a teller that knows what this one knows, and learns for itself.
func (t *teller) copied() *teller {
	again := *t
	again.sent = nil
	for _, f := range t.sent {
		one := *f
		again.sent = append(again.sent, &one)
	}
	return &again
}

func (t *teller) uuid() string {
	var b [16]byte
	for i := range b {
		b[i] = byte(t.chance.Uint32())
	}
	return formatID(b, 4)
}

func quoteID(card, n int) string { return formatID([16]byte{0: 0x9, 7: byte(card), 9: byte(n)}, 4) }

func (t *teller) add(to func(*Office, *request) (reply, error), id string, body map[string]any) *fate {
	raw, _ := json.Marshal(body)
	f := &fate{to: to, id: id, body: raw}
	t.sent = append(t.sent, f)
	return f
}

func (t *teller) openDrawer(desk int) *fate {
	t.drawer[desk] = t.uuid()
	return t.add((*Office).openDrawer, t.drawer[desk], map[string]any{"id": t.drawer[desk], "desk": tellerDesks[desk], "staff": "1001", "float": eur(10000)})
}

func (t *teller) closeDrawer(desk int) *fate {
	return t.add((*Office).closeDrawer, t.drawer[desk], map[string]any{"id": t.drawer[desk], "desk": tellerDesks[desk], "staff": "1001",
		"counted": eur(int64(t.chance.IntN(20000)))})
}

// topUp sends the next quote's money, now and then too little of it.
func (t *teller) topUp(id string) *fate {
	card, n, desk := t.quotes%len(tellerCards), t.quotes/len(tellerCards)%quotesEach, t.chance.IntN(2)
	t.quotes++
	cents, tendered := int64(100+n), int64(1000)
	if t.chance.IntN(8) == 0 {
		tendered = 99
	}
	t.seq[desk]++
	f := t.add((*Office).topUp, id, map[string]any{"id": id, "mokId": tellerCards[card], "amount": eur(cents), "quoteId": quoteID(card, n),
		"drawerSessionId": t.drawer[desk], "staff": "1001", "desk": tellerDesks[desk], "seq": t.seq[desk], "prev": t.prev[desk], "tendered": eur(tendered)})
	f.mokID = tellerCards[card]
	sum := sha256.Sum256(f.body)
	t.prev[desk] = hex.EncodeToString(sum[:])
	return f
}

func (t *teller) cancel(id, mokID string, cents int64) *fate {
	return t.add((*Office).cancelTopUp, id, map[string]any{"id": id, "mokId": mokID, "amount": eur(cents), "desk": tellerDesks[0]})
}

func (t *teller) lock() *fate {
	id := t.uuid()
	return t.add((*Office).lockCard, id, map[string]any{"id": id, "mokId": lockedCards[t.chance.IntN(len(lockedCards))], "reason": "lost",
		"reporter": "holderInPerson", "verification": "document", "staff": "1001", "desk": tellerDesks[1]})
}

func (t *teller) person() *fate {
	id := t.uuid()
	return t.add((*Office).putPerson, id, map[string]any{"id": id, "role": "payer", "name": "Živa Kalan", "document": nil})
}

// next makes up what is sent at once: mostly one write, sometimes several that share a commit.
func (t *teller) next() []*fate {
	switch t.chance.IntN(12) {
	case 0:
		return []*fate{t.lock()}
	case 1:
		return []*fate{t.person(), t.topUp(t.uuid())}
	case 2: // a tombstone, and the copy that it is there for
		id := t.uuid()
		t.cancel(id, tryCard, 500)
		return []*fate{t.sent[len(t.sent)-1], t.topUp(id)}[:1]
	case 3:
		closing := t.closeDrawer(1)
		return []*fate{closing, t.openDrawer(1)}
	case 4, 5:
		out := make([]*fate, 2+t.chance.IntN(5))
		for i := range out {
			out[i] = t.topUp(t.uuid())
		}
		return out
	default:
		return []*fate{t.topUp(t.uuid())}
	}
}

var tellerSession = session{staff: "1001", alias: "Ana", role: string(Clerk), desk: tellerDesks[0], office: officeRow{id: mainOffice, kind: KindBank}}

// arrive hands a write to the office as its routes do, behind the token.
func (f *fate) arrive(o *Office) (reply, error) {
	trace := sha256.Sum256([]byte(f.id))
	r := &http.Request{Method: "PUT", URL: &url.URL{Path: "/"}, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(f.body))}
	r.SetPathValue("id", f.id)
	return f.to(o, &request{Request: r, w: &answerWriter{trace: hex.EncodeToString(trace[:16])}, who: &tellerSession, hold: func() {}})
}

// learn takes an answer down. What was answered once is answered so for ever.
func (f *fate) learn(a reply) error {
	if f.answer != nil {
		if a.status != http.StatusOK || !bytes.Equal(a.body, f.answer) {
			return fmt.Errorf("an acknowledged write is answered %d %s, before it was %s", a.status, a.body, f.answer)
		}
		return nil
	}
	var end struct {
		State  string
		Amount struct{ Amount int64 }
	}
	if err := json.Unmarshal(a.body, &end); err != nil || a.status != http.StatusOK && a.status != http.StatusCreated {
		return fmt.Errorf("answered %d %s", a.status, a.body)
	}
	if f.answer = bytes.Clone(a.body); end.State == "posted" && f.mokID != "" {
		f.posted = end.Amount.Amount
	}
	return nil
}

// image is a disk with an office that is ready for a teller, and what its cards hold.
type image struct {
	disk     *simdisk.Disk
	teller   teller
	balances map[string]int64
}

func newImage(t testing.TB, s system) *image {
	t.Helper()
	m, err := imageOf(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func imageOf(s system) (*image, error) {
	disk := simdisk.New()
	if s.logs {
		disk.Journaling()
	}
	f := s.onDisk(disk)
	defer f.forget()
	o, err := Open(context.Background(), Options{Dir: simDir, Now: clockAt(noon).now, files: f})
	if err != nil {
		return nil, err
	}
	m := &image{disk: disk, teller: teller{chance: rand.New(rand.NewPCG(0, 0))}}
	for desk := range tellerDesks {
		w := m.teller.openDrawer(desk)
		a, err := w.arrive(o)
		if err := errors.Join(err, w.learn(a)); err != nil {
			return nil, err
		}
	}
	err = o.store.write(context.Background(), func(t *tx) error {
		for card, mokID := range tellerCards {
			for n := range quotesEach {
				if err := t.exec(`INSERT INTO quotes (id, mok_id, desk, amount, fee, made_at, expires_at) SELECT ?, ?, 'okence-1', ?, fee, ?, ?
					FROM cards JOIN kinds ON code = kind WHERE mok_id = ?`, quoteID(card, n), mokID, 100+n, noon.UnixMilli(), noon.AddDate(1, 0, 0).UnixMilli(), mokID); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		m.balances, err = balances(o)
	}
	return m, errors.Join(err, o.Close(), disk.SyncDir(simPath))
}

func balances(o *Office) (map[string]int64, error) {
	out := map[string]int64{}
	err := o.store.read(context.Background(), func(t *tx) error {
		return t.rows(`SELECT mok_id, balance FROM cards JOIN accounts ON id = account`, nil, func(scan func(...any) error) error {
			var mokID string
			var cents int64
			err := scan(&mokID, &cents)
			out[mokID] = cents
			return err
		})
	})
	return out, err
}

// outage is one run: an office at work whose power goes, several times.
type outage struct {
	t      testing.TB
	system system
	image  *image
	teller *teller
	chance *rand.Rand // of the cuts
	seed   uint64

	after  *simdisk.Disk // what the power cut left; nil as long as there is power
	opened bool          // and everything was looked at
	sum    tally
}

// tally is what runs have gone through.
type tally struct{ cuts, opening, answers int }

// knowing is another outcome of what was known until now.
func (p *outage) knowing() *outage {
	again := *p
	again.teller = p.teller.copied()
	return &again
}

// cutsInARow is how often the power goes in a run.
const cutsInARow = 3

func (s system) outage(t testing.TB, m *image, seed uint64) (tally, error) {
	first := m.teller.copied()
	first.chance = rand.New(rand.NewPCG(seed, 1))
	p := &outage{t: t, system: s, image: m, teller: first, chance: rand.New(rand.NewPCG(seed, 2)), seed: seed}
	disk := m.disk.Crash(p.chance)
	for cut := range cutsInARow {
		if err := p.live(disk, p.moment()); err != nil {
			return p.sum, fmt.Errorf("seed %d, power cut %d: %w", seed, cut+1, err)
		}
		disk = p.after
		if p.sum.cuts++; !p.opened {
			p.sum.opening++
		}
	}
	if err := p.live(disk, 0); err != nil {
		return p.sum, fmt.Errorf("seed %d, after the last power cut: %w", seed, err)
	}
	p.sum.answers = len(p.teller.sent)
	return p.sum, nil
}

// moment is the change of the disk after which the power goes: during the opening, or somewhere in the day.
func (p *outage) moment() int {
	if p.chance.IntN(4) == 0 {
		return 1 + p.chance.IntN(60)
	}
	return 60 + p.chance.IntN(500)
}

// live opens the office, looks at everything, and works on until the power goes; for moment 0 it only looks.
func (p *outage) live(disk *simdisk.Disk, moment int) error {
	p.after, p.opened = nil, false
	changes := 0
	disk.Watch(func(simdisk.Call) {
		if changes++; changes == moment {
			p.after = disk.Crash(p.chance)
			disk.Fail(func(int, simdisk.Call) error { return simdisk.ErrPower })
		}
	})
	f := p.system.onDisk(disk)
	defer f.forget()
	o, err := openOn(p.t, f)
	if err != nil {
		return p.unlessCut(fmt.Errorf("open: %w", err))
	}
	defer o.Close()
	if err := p.look(o, moment == 0); err != nil || p.after != nil || moment == 0 {
		return p.unlessCut(err)
	}
	p.opened = true
	for p.after == nil {
		if err := p.together(o, p.teller.next()); err != nil {
			return p.unlessCut(err)
		}
	}
	return nil
}

// unlessCut forgives what went wrong when the power had gone.
func (p *outage) unlessCut(err error) error {
	if p.after != nil {
		return nil
	}
	return err
}

// look asks for everything that was ever sent and adds up.
func (p *outage) look(o *Office, last bool) error {
	for _, w := range p.teller.sent {
		if err := p.send(o, w); err != nil || p.after != nil {
			return err
		}
	}
	// What is wrong in the file stays so: to audit every third office, and each run's last, is enough for a push.
	if last || night() || p.chance.IntN(3) == 0 {
		if err := o.Verify(p.t.Context()); err != nil {
			return err
		}
	}
	return p.addUp(o)
}

func (p *outage) addUp(o *Office) error {
	got, err := balances(o)
	if err != nil {
		return err
	}
	want := map[string]int64{}
	for mokID, cents := range p.image.balances {
		want[mokID] = cents
	}
	for _, w := range p.teller.sent {
		want[w.mokID] += w.posted
	}
	delete(want, "")
	for mokID, cents := range want {
		if got[mokID] != cents {
			return fmt.Errorf("card %s holds %d, not %d", mokID, got[mokID], cents)
		}
	}
	return nil
}

// send sends a write and takes its answer down, unless the power had gone before it came.
func (p *outage) send(o *Office, w *fate) error {
	a, err := w.arrive(o)
	if p.after != nil {
		return nil
	}
	if err != nil {
		return err
	}
	return w.learn(a)
}

// together sends writes at the same time.
func (p *outage) together(o *Office, writes []*fate) error {
	if len(writes) == 1 {
		return p.send(o, writes[0])
	}
	answers, errs := p.share(o, writes)
	if p.after != nil {
		return nil
	}
	for i, w := range writes {
		if errs[i] == nil {
			errs[i] = w.learn(answers[i])
		}
	}
	return errors.Join(errs...)
}

// share lets writes wait until all of them do, so that they share a commit.
func (p *outage) share(o *Office, writes []*fate) ([]reply, []error) {
	answers, errs := make([]reply, len(writes)), make([]error, len(writes))
	o.store.turn <- struct{}{}
	var wg sync.WaitGroup
	var ended atomic.Int64 // those that were refused before they had to wait
	for i, w := range writes {
		wg.Go(func() {
			defer ended.Add(1)
			answers[i], errs[i] = w.arrive(o)
		})
		for o.store.queue.length()+int(ended.Load()) <= i {
			runtime.Gosched()
		}
	}
	<-o.store.turn
	wg.Wait()
	return answers, errs
}

// outages goes through seeds, on every processor, and gives the first run that is not as it must be.
func (s system) outages(t testing.TB, from, runs uint64) (sum tally, failed error) {
	// Every office is thrown away at once; collecting them less often is faster and harmless.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	m := newImage(t, s)
	var next atomic.Uint64
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for n := next.Add(1); n <= runs; n = next.Add(1) {
				one, err := s.outage(t, m, from+n)
				mu.Lock()
				sum.cuts, sum.opening, sum.answers = sum.cuts+one.cuts, sum.opening+one.opening, sum.answers+one.answers
				if err != nil {
					failed = cmp.Or(failed, err)
					next.Store(runs)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return sum, failed
}

// A power cut takes from the office nothing that it has answered, at whatever moment it comes, and does nothing twice.
func TestNoPowerCutLosesAWrite(t *testing.T) {
	runs := cases(560, 11_200)
	if raced {
		runs = 40
	}
	for _, s := range systems {
		t.Run(s.name, func(t *testing.T) {
			sum, err := s.outages(t, 0, uint64(runs))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d runs, %d power cuts, %d of them while the office opened or was looked at, %d answers held", runs, sum.cuts, sum.opening, sum.answers)
			if sum.cuts != runs*cutsInARow || sum.opening < sum.cuts/10 || sum.opening > sum.cuts/2 || sum.answers < 8*runs {
				t.Error("the cuts do not come where they should")
			}
		})
	}
}
