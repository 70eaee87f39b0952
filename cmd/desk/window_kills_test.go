package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/cashtest/canary"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
	"cekr.kranj.si/desk/cmd/desk/windowtest"
	"cekr.kranj.si/desk/gui/text"
)

// What the siege knows of people stands nowhere else, so that every trace of it is a leak.
const (
	siegeStaff, siegePIN = "7101", "730915846201"
	siegeCard, siegeSix  = "300000001", "847013"
	lockedCard           = "300000002"
	siegePayer           = "Zqx7f3a91c4 Kanarckova"
	siegeAlias           = "Liscekqx"
)

// siege is a counter in a real window that works with an office behind a network, and is killed again and
// again. The office and the network outlive it.
type siege struct {
	*windowtest.Program
	t          *testing.T
	display    *windowtest.Display
	office     *sandbox.Office
	officeDir  string
	network    *proxy.Proxy
	data, home string
	config     string
	lives      int
	shown      [][]byte       // what anybody on the PC could see of each life
	had        map[string]int // records of each kind that there were when the last life ended

	mu   sync.Mutex
	gate *gate
}

// gate is a request that waits on its way, so that the program can be killed at that very moment.
type gate struct {
	method, path string // the end of the path; an id is left out
	answered     bool   // held after the office has answered, else before it is delivered
	reached      chan struct{}
	then         chan proxy.Fault
}

func (g *gate) fits(s proxy.Seen) bool {
	parts := strings.Split(s.Path, "/") // "", v1, top-ups, id, cancellation
	if len(parts) > 3 {
		parts = append(parts[2:3], parts[4:]...)
	} else {
		parts = parts[2:]
	}
	return s.Method == g.method && strings.Join(parts, "/") == g.path
}

// take gives the gate to the first request that fits.
func (c *siege) take(s proxy.Seen, answered bool) *gate {
	c.mu.Lock()
	defer c.mu.Unlock()
	g := c.gate
	if g == nil || g.answered != answered || !g.fits(s) {
		return nil
	}
	c.gate = nil
	return g
}

func (c *siege) plan(s proxy.Seen) proxy.Fault {
	if g := c.take(s, false); g != nil {
		close(g.reached)
		return <-g.then
	}
	return proxy.Fault{Kind: proxy.Pass}
}

func (c *siege) delivered(s proxy.Seen) {
	if g := c.take(s, true); g != nil {
		close(g.reached)
		<-g.then
	}
}

// hold lets the next such request wait.
func (c *siege) hold(method, path string, answered bool) *gate {
	g := &gate{method: method, path: path, answered: answered, reached: make(chan struct{}), then: make(chan proxy.Fault, 1)}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gate = g
	return g
}

// next lets the next such request meet a fault.
func (c *siege) next(method, path string, f proxy.Fault) {
	c.hold(method, path, false).then <- f
}

func besiege(t *testing.T) *siege {
	t.Helper()
	windowtest.Tools(t)
	c := &siege{t: t, officeDir: t.TempDir(), data: t.TempDir(), home: t.TempDir()}
	var err error
	if c.network, err = proxy.New(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.network.Close() })
	c.network.Plan, c.network.Delivered = c.plan, c.delivered
	if c.office, err = sandbox.Open(t.Context(), sandbox.Options{Dir: c.officeDir}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.office.Close() })
	c.people()
	running, err := c.office.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.network.Route(proxy.Upstream{URL: running.BaseURL, Secret: running.EmbeddedSecret}); err != nil {
		t.Fatal(err)
	}
	c.config = filepath.Join(t.TempDir(), "desk.toml")
	toml := fmt.Sprintf("mode = \"office\"\ndesk = \"KR-1\"\ntheme = \"light\"\n\n[office]\nurl = %q\nca = %q\n", c.network.URL, c.network.CAFile)
	if err := os.WriteFile(c.config, []byte(toml), 0o600); err != nil {
		t.Fatal(err)
	}
	c.display = windowtest.NewDisplay(t, "1280x720")
	c.start()
	return c
}

// people are the clerk and the customers.
func (c *siege) people() {
	c.t.Helper()
	ctx := c.t.Context()
	err := errors.Join(c.office.AddStaff(ctx, siegeStaff, siegeAlias, siegePIN, sandbox.Clerk),
		c.office.AddCard(ctx, sandbox.PracticeCard{MokID: siegeCard, LastSix: siegeSix}),
		c.office.AddCard(ctx, sandbox.PracticeCard{MokID: lockedCard, LastSix: "847110"}))
	for _, dir := range []string{"tmp", "cache", "run"} {
		err = errors.Join(err, os.Mkdir(filepath.Join(c.home, dir), 0o700))
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *siege) start() {
	c.t.Helper()
	c.lives++
	c.Program = c.display.Start(binary(c.t), "DESK_DATA="+c.data, "HOME="+c.home, "DESK_CONFIG="+c.config, "FYNE_SCALE=1",
		"TMPDIR="+filepath.Join(c.home, "tmp"), "XDG_CACHE_HOME="+filepath.Join(c.home, "cache"), "XDG_RUNTIME_DIR="+filepath.Join(c.home, "run"))
	c.Window(text.In(text.Slovene).Say("window.title"))
}

func (c *siege) dir(name string) string { return filepath.Join(c.data, "office", name) }

// promise is what this test reads of the journal.
type promise struct {
	Kind, ID, Task string
	Amount         struct {
		Amount int64 `json:"amount"`
	}
}

// records are the journal's, as they lie on the disk now.
func (c *siege) records() (all []promise) {
	held, _ := os.ReadFile(filepath.Join(c.dir("journal"), "journal.log"))
	for part := range strings.SplitSeq(string(held), `{"n":`) {
		var p promise
		if json.NewDecoder(strings.NewReader(`{"n":`+part)).Decode(&p) == nil {
			all = append(all, p)
		}
	}
	return all
}

// told is how often the journal holds such a record.
func (c *siege) told(kind, task string) (n int) {
	for _, p := range c.records() {
		if p.Kind == kind && p.Task == task {
			n++
		}
	}
	return n
}

// more tells whether there is one more such record than now.
func (c *siege) more(kind, task string) func() bool {
	n := c.told(kind, task)
	return func() bool { return c.told(kind, task) > n }
}

// asked tells whether the office has been asked such a thing once more than now, and has answered.
func (c *siege) asked(method, route string) func() bool {
	count := func() (n int) {
		log, _ := os.ReadFile(filepath.Join(c.dir("log"), "desk.log"))
		for line := range strings.Lines(string(log)) {
			var entry struct {
				Method, Route string
				Status        int
			}
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Method == method && entry.Route == route && entry.Status/100 == 2 {
				n++
			}
		}
		return n
	}
	n := count()
	return func() bool { return count() > n }
}

// open are the promises without an ending: by task, with the last kind of each.
func (c *siege) open() map[string]string {
	last := map[string]promise{}
	for _, p := range c.records() {
		last[p.ID] = p
	}
	open := map[string]string{}
	for _, p := range last {
		mark := p.Task == "told" || p.Task == "untold" || p.Task == "reconciled"
		if !mark && (p.Kind == "INTENT" || p.Kind == "SENDING") {
			open[p.Task] = p.Kind
		}
	}
	return open
}

func (c *siege) signIn() {
	me, drawer := c.asked("GET", "/v1/me"), c.asked("GET", "/v1/drawer-sessions/current")
	open := c.open()
	if open["drawer-open"] != "" || open["drawer-close"] != "" {
		drawer = me // the office is not asked about a drawer whose write is open
	}
	c.Do([]windowtest.Step{
		{Name: "number", Type: siegeStaff, Keys: []string{"Return"}},
		{Name: "PIN", Type: siegePIN, Keys: []string{"Return"}, Done: func() bool { return me() && drawer() }},
	})
}

// lookUp brings a card to the screen.
func (c *siege) lookUp(mokID string) {
	c.Do([]windowtest.Step{
		{Keys: []string{"ctrl+n"}},
		{Type: mokID, Keys: []string{"Return"}, Done: c.asked("GET", "/v1/cards/{mokId}/transactions")},
	})
}

// readBack brings a top-up of 20,00 € to where cash is counted.
func (c *siege) readBack() {
	c.lookUp(siegeCard)
	c.Do([]windowtest.Step{{Keys: []string{"ctrl+t"}}})
	c.Do([]windowtest.Step{{Type: siegeSix, Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/matches")}})
	c.Do([]windowtest.Step{{Type: "20", Keys: []string{"Return"}, Done: c.more("INTENT", "topup")}})
}

// confirming is one Enter before the top-up is sent.
func (c *siege) confirming() {
	c.readBack()
	c.Do([]windowtest.Step{{Type: "50", Keys: []string{"Return"}}})
}

// press presses keys and waits for nothing but what is given.
func (c *siege) press(done func() bool, keys ...string) {
	c.Do([]windowtest.Step{{Name: strings.Join(keys, " "), Keys: keys, Done: done}})
}

// unknown sends a top-up whose answer never comes, and sees it on the screen.
func (c *siege) unknown(f proxy.Kind) {
	c.confirming()
	c.next("PUT", "top-ups", proxy.Fault{Kind: f})
	c.press(c.more("SENDING", "topup"), "Return")
}

// until waits for a gate.
func (c *siege) until(g *gate) {
	c.t.Helper()
	c.Until("the request that is waited for", func() bool {
		select {
		case <-g.reached:
			return true
		default:
			return false
		}
	})
}

// keyed presses keys that lead to a request which is held, and kills the program there.
func (c *siege) keyed(g *gate, then proxy.Fault, keys ...string) {
	c.Do([]windowtest.Step{{Name: g.method + " " + g.path, Keys: keys, Done: func() bool {
		select {
		case <-g.reached:
			return true
		default:
			return false
		}
	}}})
	c.Kill()
	g.then <- then
}

// resume takes up the open top-up as the clerk does after a restart: the list, the first button.
func (c *siege) resume(done func() bool) {
	c.press(nil, "ctrl+u")
	c.press(done, "Return")
}

// resumed takes it up, if it has not settled by itself meanwhile.
func (c *siege) resumed(kind string) {
	c.resume(func() bool { return c.told(kind, "topup") > c.had[kind] })
}

// read reads how the last top-up ended, which the program can't know to have been read before.
func (c *siege) read() {
	c.press(nil, "ctrl+u")
	c.press(nil, "Return")
}

// unseen takes it up, and the office says that it has never seen it.
func (c *siege) unseen() { c.resume(c.asked("GET", "/v1/top-ups/{id}")) }

func (c *siege) sendAgain(kind string) { c.press(c.more(kind, "topup"), "Tab", "Return") }
func (c *siege) giveBack()             { c.press(c.more("CANCELLED", "topup"), "Tab", "Tab", "Return") }

// moment is when the program is killed, and how the clerk comes to the truth afterwards.
type moment struct {
	name string
	kill func(c *siege)
	open string            // what the journal says of the top-up when the program is started again: "", INTENT or SENDING
	then func(c *siege)    // after the sign-in
	task string            // whose promise is open, if not a top-up's
	ends func(c *siege)    // checks the end, if the journal's own is not enough
	_    map[string]string // no positional values
}

// moments are all; the first few are tried at each push.
func moments() []moment {
	pass, lost := proxy.Fault{Kind: proxy.Pass}, proxy.Fault{Kind: proxy.LostBefore}
	late := proxy.Fault{Kind: proxy.AfterCancel, Delay: time.Minute}
	return []moment{
		{name: "sending, lands after the cash was given back", open: "SENDING",
			kill: func(c *siege) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", false), late, "Return")
			},
			then: func(c *siege) { c.unseen(); c.giveBack() }},
		{name: "posted, before the answer", open: "SENDING",
			kill: func(c *siege) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", true), pass, "Return")
			},
			then: func(c *siege) { c.resumed("POSTED") }},
		{name: "posted, by a payer with a name", kill: func(c *siege) {
			c.lookUp(siegeCard)
			c.press(nil, "ctrl+t")
			c.Do([]windowtest.Step{{Type: siegeSix, Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/matches")}})
			c.Do([]windowtest.Step{{Type: "250", Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/top-up-quotes")}})
			c.Do([]windowtest.Step{{Type: siegePayer, Keys: []string{"Return"}, Done: c.more("INTENT", "topup")}})
			c.press(nil, "Return")
			c.press(c.more("POSTED", "topup"), "Return")
			was := c.receipts()
			c.press(func() bool { return c.receipts() > was }, "ctrl+s")
			c.press(nil, "ctrl+o")
			c.Kill()
		}, then: (*siege).read},
		{name: "read back, cash on the counter", open: "INTENT",
			kill: func(c *siege) { c.readBack(); c.Kill() },
			then: func(c *siege) { c.resumed("DROPPED") }},
		{name: "matched", kill: func(c *siege) {
			c.lookUp(siegeCard)
			c.press(nil, "ctrl+t")
			c.Do([]windowtest.Step{{Type: siegeSix, Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/matches")}})
			c.Kill()
		}},
		{name: "one Enter before sending", open: "INTENT",
			kill: func(c *siege) { c.confirming(); c.Kill() },
			then: func(c *siege) { c.resumed("DROPPED") }},
		{name: "sending, never arrives", open: "SENDING",
			kill: func(c *siege) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", false), lost, "Return")
			},
			then: func(c *siege) { c.unseen(); c.sendAgain("POSTED") }},
		{name: "sending, arrives after the end", open: "SENDING",
			kill: func(c *siege) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", false), pass, "Return")
			},
			then: func(c *siege) { c.resumed("POSTED") }},
		{name: "posted, before the receipt",
			kill: func(c *siege) { c.confirming(); c.press(c.more("POSTED", "topup"), "Return"); c.Kill() },
			then: (*siege).read},
		{name: "posted, with the receipt", kill: func(c *siege) {
			c.confirming()
			c.press(c.more("POSTED", "topup"), "Return")
			was := c.receipts()
			c.press(func() bool { return c.receipts() > was }, "ctrl+s")
			c.Kill()
		}, then: (*siege).read},
		{name: "unknown on the screen", open: "SENDING",
			kill: func(c *siege) { c.unknown(proxy.LostAfter); c.Kill() },
			then: func(c *siege) { c.resumed("POSTED") }},
		{name: "the desk's own question under way", open: "SENDING",
			kill: func(c *siege) {
				c.unknown(proxy.LostBefore)
				g := c.hold("GET", "top-ups", false)
				c.until(g)
				c.Kill()
				g.then <- lost
			},
			then: func(c *siege) { c.unseen(); c.sendAgain("POSTED") }},
		{name: "sent again, arrives after the end", open: "SENDING",
			kill: func(c *siege) {
				c.unknown(proxy.LostBefore)
				c.keyed(c.hold("PUT", "top-ups", false), pass, "Tab", "Return")
			},
			then: func(c *siege) { c.resumed("POSTED") }},
		{name: "giving back, never arrives", open: "SENDING",
			kill: func(c *siege) {
				c.unknown(proxy.LostBefore)
				c.keyed(c.hold("PUT", "top-ups/cancellation", false), lost, "Tab", "Tab", "Return")
			},
			then: func(c *siege) { c.unseen(); c.giveBack() }},
		{name: "given back, before the answer", open: "SENDING",
			kill: func(c *siege) {
				c.unknown(proxy.LostBefore)
				c.keyed(c.hold("PUT", "top-ups/cancellation", true), pass, "Tab", "Tab", "Return")
			},
			then: func(c *siege) { c.resumed("CANCELLED") }},
		{name: "parked", open: "SENDING",
			kill: func(c *siege) { c.unknown(proxy.LostAfter); c.press(nil, "ctrl+n"); c.Kill() },
			then: func(c *siege) { c.resumed("POSTED") }},
		{name: "just started", kill: func(c *siege) { c.Kill() }},
		{name: "signing in", kill: func(c *siege) {
			c.Do([]windowtest.Step{{Keys: []string{"ctrl+d"}}, {Type: siegeStaff, Keys: []string{"Return"}}})
			g := c.hold("POST", "sign-ins", false)
			c.Do([]windowtest.Step{{Type: siegePIN}})
			c.keyed(g, pass, "Return")
		}},
		{name: "locking a card", open: "SENDING", task: "lock",
			kill: func(c *siege) {
				c.lookUp(lockedCard)
				c.press(nil, "ctrl+l")
				c.press(nil, "1", "Return", "1", "Return", "1", "Return")
				c.keyed(c.hold("PUT", "locks", true), pass, "Return")
			},
			then: func(c *siege) { c.press(func() bool { return c.told("POSTED", "lock") == 1 }) }},
		{name: "closing the drawer", open: "SENDING", task: "drawer-close",
			kill: func(c *siege) {
				c.read() // what was on the screen when the window was killed may not have been read
				c.press(nil, "ctrl+n")
				c.press(c.asked("GET", "/v1/drawer-sessions/current"), "ctrl+k")
				c.Do([]windowtest.Step{{Type: "200"}})
				c.keyed(c.hold("PUT", "drawer-sessions/close", true), pass, "Return")
			},
			then: func(c *siege) {
				c.press(nil, "ctrl+b")
				c.press(func() bool { return c.told("POSTED", "drawer-close") == 1 }, "Return")
			}},
	}
}

// receipts are the papers that the clerk has saved.
func (c *siege) receipts() int {
	found, _ := filepath.Glob(filepath.Join(c.home, "*.pdf"))
	return len(found)
}

// opening opens the drawer, and is killed meanwhile: the first of all moments.
func opening() moment {
	return moment{name: "opening the drawer", open: "SENDING", task: "drawer-open",
		kill: func(c *siege) {
			c.press(nil, "ctrl+b")
			c.Do([]windowtest.Step{{Type: "200"}})
			c.keyed(c.hold("PUT", "drawer-sessions", false), proxy.Fault{Kind: proxy.LostBefore}, "Return")
		},
		then: func(c *siege) {
			c.press(nil, "ctrl+b")
			c.press(func() bool { return c.told("POSTED", "drawer-open") == 1 }, "Return")
		}}
}

// atPush is how many of the moments are tried when it must be quick.
const atPush = 3

func TestTheWindowIsKilledAndTheClerkComesToTheTruth(t *testing.T) {
	c := besiege(t)
	all := append([]moment{opening()}, moments()...)
	c.signIn()
	if os.Getenv("DESK_TESTS") == "" {
		c.press(nil, "ctrl+b")
		c.Do([]windowtest.Step{{Type: "200", Keys: []string{"Return"}, Done: c.more("POSTED", "drawer-open")}})
		all = all[1 : 1+atPush]
	}
	for i, m := range all {
		c.survive(i, m)
	}
	if err := c.Quit(); err != nil {
		t.Errorf("it does not end well: %v\n%s", err, c.Said())
	}
	c.network.Quiet()
	c.balance()
	c.nobody()
	t.Logf("%d kills of the window; %d records in the journal", c.lives-1, len(c.records()))
}

// survive kills the program at a moment, starts it again, and lets the clerk settle what is open.
func (c *siege) survive(n int, m moment) {
	c.t.Helper()
	c.shown = append(c.shown, canary.Process(c.PID()))
	m.kill(c)
	c.shown = append(c.shown, []byte(c.Said()))
	task := m.task
	if task == "" {
		task = "topup"
	}
	want := map[string]string{}
	if m.open != "" {
		want[task] = m.open
	}
	if got := c.open(); fmt.Sprint(got) != fmt.Sprint(want) {
		c.t.Errorf("killed %s: the journal leaves %v open, want %v", m.name, got, want)
	}
	c.had = map[string]int{}
	for _, p := range c.records() {
		if p.Task == "topup" {
			c.had[p.Kind]++
		}
	}
	c.start()
	c.Still()
	c.display.Picture(fmt.Sprintf("kill-%02d-1-started", n))
	c.signIn()
	c.display.Picture(fmt.Sprintf("kill-%02d-2-signed-in", n))
	if m.then != nil {
		m.then(c)
		c.Still()
		c.display.Picture(fmt.Sprintf("kill-%02d-3-settled", n))
	}
	if open := c.open(); len(open) != 0 {
		c.t.Errorf("killed %s: %v is still open", m.name, open)
	}
}

// nobody looks for the people in all that the lives have left: data, home, settings, and what could be seen of them.
func (c *siege) nobody() {
	c.t.Helper()
	data := canary.Data{Name: siegePayer, Alias: siegeAlias, PINs: []string{siegePIN}, Sixes: []string{siegeSix, "847110"}}
	for token := range c.network.Tally().Tokens {
		data.Tokens = append(data.Tokens, token)
	}
	all := data.Canaries()
	if len(data.Tokens) == 0 {
		c.t.Error("no token was seen")
	}
	for _, dir := range []string{c.data, c.home, filepath.Dir(c.config)} {
		if n, err := canary.Search(dir, all); err != nil || n == 0 {
			c.t.Errorf("%d files: %v", n, err)
		}
	}
	for _, shown := range c.shown {
		if err := canary.Text("a life", shown, all); err != nil || len(shown) == 0 {
			c.t.Error(err)
		}
	}
}

// balance holds the journal against the office's ledger.
func (c *siege) balance() {
	c.t.Helper()
	if err := c.office.Verify(c.t.Context()); err != nil {
		c.t.Error(err)
	}
	ledger, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(c.officeDir, "office.db"))+"?mode=ro")
	if err != nil {
		c.t.Fatal(err)
	}
	defer ledger.Close()
	journal, sum := map[string]string{}, int64(0)
	for _, p := range c.records() {
		if p.Task != "topup" {
			continue
		}
		journal[p.ID] = p.Kind
		if p.Kind == "POSTED" {
			sum += p.Amount.Amount
		}
	}
	for id, kind := range journal {
		state := "never seen"
		_ = ledger.QueryRow(`SELECT lower(json_extract(answer, '$.state')) FROM writes WHERE act = 'top-up' AND id = ?`, id).Scan(&state)
		want := map[string]string{"POSTED": "posted", "CANCELLED": "cancelled", "DROPPED": "never seen"}[kind]
		if state != want {
			c.t.Errorf("the journal says %s, and the office %s", kind, state)
		}
	}
	var posted, count int64
	if err := ledger.QueryRow(`SELECT coalesce(sum(amount), 0), count(*) FROM top_ups WHERE state = 'posted' AND desk = 'KR-1'`).Scan(&posted, &count); err != nil {
		c.t.Fatal(err)
	}
	if posted != sum {
		c.t.Errorf("the journal has posted %d cents, the office %d", sum, posted)
	}
	c.t.Logf("%d top-ups posted, %d cents in the journal and in the ledger", count, sum)
}
