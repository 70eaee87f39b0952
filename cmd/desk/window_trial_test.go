package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
	"cekr.kranj.si/desk/cmd/desk/windowtest"
	"cekr.kranj.si/desk/gui/text"
)

// What the trial knows of people stands nowhere else, so that every trace of it is a leak.
const (
	trialStaff, trialPIN = "7101", "730915846201"
	trialCard, trialSix  = "300000001", "847013"
	lockedCard           = "300000002"
	trialPayer           = "Zqx7f3a91c4 Kanarckova"
	trialAlias           = "Liscekqx"
)

// trial is a counter in a real window that works with an office behind a network, and is killed again and
// again. The office and the network outlive it.
type trial struct {
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

	mu        sync.Mutex
	gate      *gate
	unaskable bool // what the desk asks about a top-up is lost, as long as it lives
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
func (c *trial) take(s proxy.Seen, answered bool) *gate {
	c.mu.Lock()
	defer c.mu.Unlock()
	g := c.gate
	if g == nil || g.answered != answered || !g.fits(s) {
		return nil
	}
	c.gate = nil
	return g
}

func (c *trial) plan(s proxy.Seen) proxy.Fault {
	if g := c.take(s, false); g != nil {
		close(g.reached)
		return <-g.then
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if question := (gate{method: "GET", path: "top-ups"}); c.unaskable && question.fits(s) {
		return proxy.Fault{Kind: proxy.LostBefore}
	}
	return proxy.Fault{Kind: proxy.Pass}
}

func (c *trial) delivered(s proxy.Seen) {
	if g := c.take(s, true); g != nil {
		close(g.reached)
		<-g.then
	}
}

// hold lets the next such request wait.
func (c *trial) hold(method, path string, answered bool) *gate {
	g := &gate{method: method, path: path, answered: answered, reached: make(chan struct{}), then: make(chan proxy.Fault, 1)}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gate = g
	return g
}

// next lets the next such request meet a fault.
func (c *trial) next(method, path string, f proxy.Fault) {
	c.hold(method, path, false).then <- f
}

func newTrial(t *testing.T) *trial {
	t.Helper()
	windowtest.Tools(t)
	c := &trial{t: t, officeDir: t.TempDir(), data: t.TempDir(), home: t.TempDir()}
	var err error
	if c.network, err = proxy.New(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.network.Close() })
	c.network.Plan, c.network.Delivered = c.plan, c.delivered
	c.network.Begin()
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
func (c *trial) people() {
	c.t.Helper()
	ctx := c.t.Context()
	err := errors.Join(c.office.AddStaff(ctx, trialStaff, trialAlias, trialPIN, sandbox.Clerk),
		c.office.AddCard(ctx, sandbox.PracticeCard{MokID: trialCard, LastSix: trialSix}),
		c.office.AddCard(ctx, sandbox.PracticeCard{MokID: lockedCard, LastSix: "847110"}))
	for _, dir := range []string{"tmp", "cache", "run"} {
		err = errors.Join(err, os.Mkdir(filepath.Join(c.home, dir), 0o700))
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *trial) start() {
	c.t.Helper()
	c.lives++
	c.mu.Lock()
	c.unaskable = false
	c.mu.Unlock()
	c.Program = c.display.Start(binary(c.t), "DESK_DATA="+c.data, "HOME="+c.home, "DESK_CONFIG="+c.config, "FYNE_SCALE=1",
		"TMPDIR="+filepath.Join(c.home, "tmp"), "XDG_CACHE_HOME="+filepath.Join(c.home, "cache"), "XDG_RUNTIME_DIR="+filepath.Join(c.home, "run"))
	c.Window(text.In(text.Slovene).Say("window.title"))
}

func (c *trial) dir(name string) string { return filepath.Join(c.data, "office", name) }

// promise is what this test reads of the journal.
type promise struct {
	Kind, ID, Task string
	Amount         struct {
		Amount int64 `json:"amount"`
	}
}

// records are the journal's, as they lie on the disk now.
func (c *trial) records() (all []promise) {
	held, _ := os.ReadFile(filepath.Join(c.dir("journal"), "journal.log"))
	for part := range strings.SplitSeq(string(held), `{"v":2,"n":`) {
		var p promise
		if json.NewDecoder(strings.NewReader(`{"v":2,"n":`+part)).Decode(&p) == nil {
			all = append(all, p)
		}
	}
	return all
}

// told is how often the journal holds such a record.
func (c *trial) told(kind, task string) (n int) {
	for _, p := range c.records() {
		if p.Kind == kind && p.Task == task {
			n++
		}
	}
	return n
}

// more tells whether there is one more such record than now.
func (c *trial) more(kind, task string) func() bool {
	n := c.told(kind, task)
	return func() bool { return c.told(kind, task) > n }
}

// asked tells whether the office has been asked such a thing once more than now, and has answered.
func (c *trial) asked(method, route string) func() bool {
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
func (c *trial) open() map[string]string {
	last := map[string]promise{}
	for _, p := range c.records() {
		last[p.ID] = p
	}
	open := map[string]string{}
	for _, p := range last {
		if p.Kind == "INTENT" || p.Kind == "SENDING" {
			open[p.Task] = p.Kind
		}
	}
	return open
}

func (c *trial) signIn() {
	me, drawer := c.asked("GET", "/v1/me"), c.asked("GET", "/v1/drawer-sessions/current")
	open := c.open()
	if open["drawer-open"] != "" || open["drawer-close"] != "" {
		drawer = me // the office is not asked about a drawer whose write is open
	}
	c.Do([]windowtest.Step{
		{Name: "number", Type: trialStaff, Keys: []string{"Return"}},
		{Name: "PIN", Type: trialPIN, Keys: []string{"Return"}, Done: func() bool { return me() && drawer() }},
	})
}

// lookUp brings a card to the screen.
func (c *trial) lookUp(mokID string) {
	c.Do([]windowtest.Step{
		{Keys: []string{"ctrl+n"}},
		{Type: mokID, Keys: []string{"Return"}, Done: c.asked("GET", "/v1/cards/{mokId}/transactions")},
	})
}

// readBack brings a top-up of 20,00 € to where cash is counted.
func (c *trial) readBack() {
	c.lookUp(trialCard)
	c.Do([]windowtest.Step{{Keys: []string{"ctrl+t"}}})
	c.Do([]windowtest.Step{{Type: trialSix, Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/matches")}})
	c.Do([]windowtest.Step{{Type: "20", Keys: []string{"Return"}, Done: c.more("INTENT", "topup")}})
}

// confirming is one Enter before the top-up is sent.
func (c *trial) confirming() {
	c.readBack()
	c.Do([]windowtest.Step{{Type: "50", Keys: []string{"Return"}}})
}

// press presses keys and waits for nothing but what is given.
func (c *trial) press(done func() bool, keys ...string) {
	c.Do([]windowtest.Step{{Name: strings.Join(keys, " "), Keys: keys, Done: done}})
}

// unknown sends a top-up whose answer never comes, and sees it on the screen. The desk asks by itself after a while, which a busy machine
// reaches before the clerk does: where the answer would settle it, it gets none in this life.
func (c *trial) unknown(f proxy.Kind) {
	c.confirming()
	c.mu.Lock()
	c.unaskable = f == proxy.LostAfter
	c.mu.Unlock()
	c.next("PUT", "top-ups", proxy.Fault{Kind: f})
	c.press(c.more("SENDING", "topup"), "Return")
}

// until waits for a gate.
func (c *trial) until(g *gate) {
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
func (c *trial) keyed(g *gate, then proxy.Fault, keys ...string) {
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
func (c *trial) resume(done func() bool) {
	c.press(nil, "ctrl+u")
	c.press(done, "Return")
}

// resumed takes it up, if it has not settled by itself meanwhile.
func (c *trial) resumed(kind string) {
	c.resume(func() bool { return c.told(kind, "topup") > c.had[kind] })
}

// read reads how the last top-up ended, which the program can't know to have been read before.
func (c *trial) read() {
	c.press(nil, "ctrl+u")
	c.press(nil, "Return")
}

// unseen takes it up, and the office says that it has never seen it.
func (c *trial) unseen() { c.resume(c.asked("GET", "/v1/top-ups/{id}")) }

func (c *trial) sendAgain(kind string) { c.press(c.more(kind, "topup"), "Tab", "Return") }
func (c *trial) giveBack()             { c.press(c.more("CANCELLED", "topup"), "Tab", "Tab", "Return") }

// receipts are the papers that the clerk has saved.
func (c *trial) receipts() int {
	found, _ := filepath.Glob(filepath.Join(c.home, "*.pdf"))
	return len(found)
}
