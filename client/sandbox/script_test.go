package sandbox

import (
	"bytes"
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
	"testing"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// sentWrite is a write that a desk has made up, and the answer that it was given; none while nobody knows.
type sentWrite struct {
	to      func(*Office, *request) (reply, error)
	id      string
	body    []byte
	who     *session
	answer  []byte
	posted  int64 // cents that a top-up or a reversal moved on the card, once it is posted
	sign    int64 // 1 for a top-up, -1 for a reversal
	mokID   string
	session string // of a write in a drawer's path
}

// scriptedDesks make up what two desks send, all of it from a seed, and remember every answer.
type scriptedDesks struct {
	chance *rand.Rand
	sent   []*sentWrite
	seq    [2]int64
	prev   [2]string
	drawer [2]string
	quotes int
}

var (
	scriptCards = []string{tryCard, "100000097", todayCard, "100000113"}
	lockedCards = []string{"100000089", "100000063", "100000048", tryCard, "100000022"}
	scriptDesks = [2]string{"okence-1", "okence-2"}
)

// quotesEach is how many quotes the prepared office holds for each card; the n-th is for 100+n cents.
const quotesEach = 40

// copied are desks that know what these know, and go on for themselves.
func (t *scriptedDesks) copied() *scriptedDesks {
	again := *t
	again.sent = nil
	for _, f := range t.sent {
		one := *f
		again.sent = append(again.sent, &one)
	}
	return &again
}

func (t *scriptedDesks) uuid() string {
	var b [16]byte
	for i := range b {
		b[i] = byte(t.chance.Uint32())
	}
	return formatID(b, 4)
}

func quoteID(card, n int) string { return formatID([16]byte{0: 0x9, 7: byte(card), 9: byte(n)}, 4) }

func (t *scriptedDesks) add(to func(*Office, *request) (reply, error), id string, body map[string]any) *sentWrite {
	raw, _ := json.Marshal(body)
	f := &sentWrite{to: to, id: id, body: raw, who: &scriptSession}
	t.sent = append(t.sent, f)
	return f
}

func (t *scriptedDesks) openDrawer(desk int) *sentWrite {
	t.drawer[desk] = t.uuid()
	return t.add((*Office).openDrawer, t.drawer[desk], map[string]any{"id": t.drawer[desk], "desk": scriptDesks[desk], "staff": "1001", "float": eur(10000)})
}

func (t *scriptedDesks) closeDrawer(desk int) *sentWrite {
	return t.add((*Office).closeDrawer, t.drawer[desk], map[string]any{"id": t.drawer[desk], "desk": scriptDesks[desk], "staff": "1001",
		"counted": eur(int64(t.chance.IntN(20000)))})
}

// topUp sends the next quote's money, now and then too little of it.
func (t *scriptedDesks) topUp(id string) *sentWrite {
	card, n, desk := t.quotes%len(scriptCards), t.quotes/len(scriptCards)%quotesEach, t.chance.IntN(2)
	t.quotes++
	cents, tendered := int64(100+n), int64(1000)
	if t.chance.IntN(8) == 0 {
		tendered = 99
	}
	t.seq[desk]++
	f := t.add((*Office).topUp, id, map[string]any{"id": id, "mokId": scriptCards[card], "amount": eur(cents), "quoteId": quoteID(card, n),
		"drawerSessionId": t.drawer[desk], "staff": "1001", "desk": scriptDesks[desk], "seq": t.seq[desk], "prev": t.prev[desk], "tendered": eur(tendered)})
	f.mokID, f.sign = scriptCards[card], 1
	sum := sha256.Sum256(f.body)
	t.prev[desk] = hex.EncodeToString(sum[:])
	return f
}

func (t *scriptedDesks) cancel(id, mokID string, cents int64) *sentWrite {
	return t.add((*Office).cancelTopUp, id, map[string]any{"id": id, "mokId": mokID, "amount": eur(cents), "desk": scriptDesks[0]})
}

func (t *scriptedDesks) lock() *sentWrite {
	id := t.uuid()
	return t.add((*Office).lockCard, id, map[string]any{"id": id, "mokId": lockedCards[t.chance.IntN(len(lockedCards))], "reason": "lost",
		"reporter": "holderInPerson", "verification": "document", "staff": "1001", "desk": scriptDesks[1]})
}

// move brings change, or takes cash to the safe: now and then more than the drawer holds.
func (t *scriptedDesks) move(desk int) *sentWrite {
	id, kind, cents := t.uuid(), "changeBrought", int64(1+t.chance.IntN(9000))
	if t.chance.IntN(2) == 0 {
		kind, cents = "pickUp", -2*cents
	}
	f := t.add((*Office).moveCash, id, map[string]any{"id": id, "drawerSessionId": t.drawer[desk], "kind": kind, "amount": eur(cents), "staff": "1001", "desk": scriptDesks[desk]})
	f.session = t.drawer[desk]
	return f
}

// count counts a drawer; the third time it is refused.
func (t *scriptedDesks) count(desk int) *sentWrite {
	id, notes := t.uuid(), t.chance.IntN(8)
	f := t.add((*Office).countDrawer, id, map[string]any{"id": id, "drawerSessionId": t.drawer[desk], "denominations": []any{map[string]any{"value": 2000, "pieces": notes}},
		"counted": eur(int64(2000 * notes)), "staff": "1001", "desk": scriptDesks[desk]})
	f.session = t.drawer[desk]
	return f
}

// approve has a supervisor agree to a write.
func (t *scriptedDesks) approve(id, act string, subject map[string]any) *sentWrite {
	raw, _ := json.Marshal(subject)
	sum := sha256.Sum256(raw)
	body := map[string]any{"id": id, "act": act, "subjectId": subject["id"], "subjectHash": hex.EncodeToString(sum[:]), "mokId": subject["mokId"],
		"maker": "1001", "desk": subject["desk"]}
	if act != "unlock" {
		body["amount"] = subject["amount"]
	}
	f := t.add((*Office).approve, id, body)
	f.who = &scriptSupervisor
	return f
}

// custody has a drawer pass into other hands: maker sends what the second person agreed to.
func (t *scriptedDesks) custody(desk int, kind, reason, into string, maker, second *session) []*sentWrite {
	id, approval := t.uuid(), t.uuid()
	body := map[string]any{"id": id, "drawerSessionId": t.drawer[desk], "kind": kind, "reason": reason, "counted": eur(int64(t.chance.IntN(20000))),
		"approvalId": approval, "staff": maker.staff, "desk": scriptDesks[desk]}
	if into != "" {
		body["toSessionId"] = into
	}
	raw, _ := json.Marshal(body)
	sum := sha256.Sum256(raw)
	agreed := t.add((*Office).approve, approval, map[string]any{"id": approval, "act": "custody", "subjectId": id, "subjectHash": hex.EncodeToString(sum[:]),
		"amount": body["counted"], "maker": maker.staff, "desk": scriptDesks[desk]})
	agreed.who = second
	f := t.add((*Office).changeCustody, id, body)
	f.session, f.who = t.drawer[desk], maker
	return []*sentWrite{agreed, f}
}

// handOver passes the drawer to the supervisor and back.
func (t *scriptedDesks) handOver(desk int) []*sentWrite {
	there, back := t.uuid(), t.uuid()
	out := t.custody(desk, "handOver", "shiftEnd", there, &scriptSession, &scriptSupervisor)
	t.drawer[desk] = there
	out = append(out, t.custody(desk, "handOver", "shiftEnd", back, &scriptSupervisor, &scriptSession)...)
	t.drawer[desk] = back
	return out
}

func (t *scriptedDesks) forcedClose(desk int) []*sentWrite {
	return t.custody(desk, "forcedClose", "absent", "", &scriptSupervisor, &scriptColleague)
}

// reverse undoes a top-up that was sent, whatever became of it, out of either drawer: mostly with an approval.
func (t *scriptedDesks) reverse() []*sentWrite {
	var sent []*sentWrite
	for _, f := range t.sent {
		if f.sign == 1 {
			sent = append(sent, f)
		}
	}
	if len(sent) == 0 {
		return []*sentWrite{t.person()}
	}
	var up struct {
		ID, MokID string
		Amount    map[string]any
	}
	_ = json.Unmarshal(sent[t.chance.IntN(len(sent))].body, &up)
	id, desk := t.uuid(), t.chance.IntN(2)
	body := map[string]any{"id": id, "topUpId": up.ID, "mokId": up.MokID, "amount": up.Amount, "reason": "wrongAmount",
		"drawerSessionId": t.drawer[desk], "staff": "1001", "desk": scriptDesks[desk]}
	var out []*sentWrite
	if t.chance.IntN(4) > 0 {
		approval := t.uuid()
		body["approvalId"] = approval
		out = append(out, t.approve(approval, "reversal", body))
	}
	f := t.add((*Office).reverseTopUp, id, body)
	f.mokID, f.sign = up.MokID, -1
	return append(out, f)
}

// unlock frees the card that was locked last, mostly, and else tries any.
func (t *scriptedDesks) unlock() []*sentWrite {
	id, approval, mokID := t.uuid(), t.uuid(), lockedCards[t.chance.IntN(len(lockedCards))]
	if t.chance.IntN(4) > 0 {
		var lock struct{ MokID, Reporter string }
		for _, f := range t.sent {
			if json.Unmarshal(f.body, &lock) == nil && lock.Reporter != "" {
				mokID = lock.MokID
			}
			lock.Reporter = ""
		}
	}
	body := map[string]any{"id": id, "mokId": mokID, "reason": "lockedByMistake", "approvalId": approval,
		"staff": "1001", "desk": scriptDesks[1]}
	return []*sentWrite{t.approve(approval, "unlock", body), t.add((*Office).unlockCard, id, body)}
}

func (t *scriptedDesks) person() *sentWrite {
	id := t.uuid()
	return t.add((*Office).putPerson, id, map[string]any{"id": id, "role": "payer", "name": "Živa Kalan", "document": nil})
}

// next makes up what is sent at once: mostly one write, sometimes several that share a commit.
func (t *scriptedDesks) next() []*sentWrite {
	switch t.chance.IntN(19) {
	case 0:
		return []*sentWrite{t.lock()}
	case 1:
		return []*sentWrite{t.person(), t.topUp(t.uuid())}
	case 2: // a tombstone, and the copy that it is there for
		id := t.uuid()
		t.cancel(id, tryCard, 500)
		return []*sentWrite{t.sent[len(t.sent)-1], t.topUp(id)}[:1]
	case 3:
		closing := t.closeDrawer(1)
		return []*sentWrite{closing, t.openDrawer(1)}
	case 11, 12:
		return t.unlock()
	case 13, 14:
		return t.reverse()
	case 15:
		return []*sentWrite{t.move(t.chance.IntN(2))}
	case 16:
		return []*sentWrite{t.move(0), t.move(0), t.topUp(t.uuid()), t.move(1)}
	case 17:
		return []*sentWrite{t.count(0), t.move(0)}
	case 18:
		if t.chance.IntN(2) == 0 {
			return t.handOver(1)
		}
		return append(t.forcedClose(1), t.openDrawer(1))
	case 4, 5:
		out := make([]*sentWrite, 2+t.chance.IntN(5))
		for i := range out {
			out[i] = t.topUp(t.uuid())
		}
		return out
	default:
		return []*sentWrite{t.topUp(t.uuid())}
	}
}

var scriptSupervisor = session{staff: "2001", alias: "Vesna", role: string(Supervisor), desk: scriptDesks[0], office: officeRow{id: mainOffice, kind: KindBank}}

var scriptColleague = session{staff: "1002", alias: "Boris", role: string(Clerk), desk: scriptDesks[0], office: officeRow{id: mainOffice, kind: KindBank}}

var scriptSession = session{staff: "1001", alias: "Ana", role: string(Clerk), desk: scriptDesks[0], office: officeRow{id: mainOffice, kind: KindBank}}

// deliver hands a write to the office as its routes do, behind the token.
func (f *sentWrite) deliver(o *Office) (reply, error) {
	trace := sha256.Sum256([]byte(f.id))
	r := &http.Request{Method: "PUT", URL: &url.URL{Path: "/"}, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(f.body))}
	r.SetPathValue("id", f.id)
	if f.session != "" {
		r.SetPathValue("id", f.session)
		r.SetPathValue("movementId", f.id)
		r.SetPathValue("countId", f.id)
		r.SetPathValue("custodyId", f.id)
	}
	return f.to(o, &request{Request: r, w: &answerWriter{trace: hex.EncodeToString(trace[:16])}, who: f.who, hold: func() {}})
}

// check keeps an answer. What was answered once is answered so for ever.
func (f *sentWrite) check(a reply) error {
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
		f.posted = f.sign * end.Amount.Amount
	}
	return nil
}

// image is a disk with an office that is ready for two desks, and what its cards hold.
type image struct {
	disk     *disktest.Disk
	desks    scriptedDesks
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
	disk := disktest.New()
	if s.logs {
		disk.Journaling()
	}
	f := s.onDisk(disk)
	defer f.forget()
	o, err := Open(context.Background(), Options{Dir: simDir, Now: clockAt(noon).now, files: f})
	if err != nil {
		return nil, err
	}
	m := &image{disk: disk, desks: scriptedDesks{chance: rand.New(rand.NewPCG(0, 0))}}
	for desk := range scriptDesks {
		w := m.desks.openDrawer(desk)
		a, err := w.deliver(o)
		if err := errors.Join(err, w.check(a)); err != nil {
			return nil, err
		}
	}
	err = o.store.write(context.Background(), func(t *tx) error {
		for card, mokID := range scriptCards {
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
