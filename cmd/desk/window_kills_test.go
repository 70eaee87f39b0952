package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/cashtest/canary"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
	"cekr.kranj.si/desk/cmd/desk/windowtest"
)

// moment is when the program is killed, and how the clerk comes to the truth afterwards.
type moment struct {
	name string
	kill func(c *trial)
	open string         // what the journal says of the top-up when the program is started again: "", INTENT or SENDING
	then func(c *trial) // after the sign-in
	task string         // whose promise is open, if not a top-up's
}

// moments are all; the first few are tried at each push.
func moments() []moment {
	pass, lost := proxy.Fault{Kind: proxy.Pass}, proxy.Fault{Kind: proxy.LostBefore}
	late := proxy.Fault{Kind: proxy.AfterCancel, Delay: time.Minute}
	return []moment{
		{name: "sending, lands after the cash was given back", open: "SENDING",
			kill: func(c *trial) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", false), late, "Return")
			},
			then: func(c *trial) { c.unseen(); c.giveBack() }},
		{name: "posted, before the answer", open: "SENDING",
			kill: func(c *trial) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", true), pass, "Return")
			},
			then: func(c *trial) { c.resumed("POSTED") }},
		{name: "posted, by a payer with a name", kill: func(c *trial) {
			c.lookUp(trialCard)
			c.press(nil, "ctrl+t")
			c.Do([]windowtest.Step{{Type: trialSix, Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/matches")}})
			c.Do([]windowtest.Step{{Type: "250", Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/top-up-quotes")}})
			c.Do([]windowtest.Step{{Type: trialPayer, Keys: []string{"Return"}, Done: c.more("INTENT", "topup")}})
			c.press(nil, "Return")
			c.press(c.more("POSTED", "topup"), "Return")
			was := c.receipts()
			c.press(func() bool { return c.receipts() > was }, "ctrl+s")
			c.press(nil, "ctrl+o")
			c.Kill()
		}, then: (*trial).read},
		{name: "read back, cash on the counter", open: "INTENT",
			kill: func(c *trial) { c.readBack(); c.Kill() },
			then: func(c *trial) { c.resumed("DROPPED") }},
		{name: "matched", kill: func(c *trial) {
			c.lookUp(trialCard)
			c.press(nil, "ctrl+t")
			c.Do([]windowtest.Step{{Type: trialSix, Keys: []string{"Return"}, Done: c.asked("POST", "/v1/cards/{mokId}/matches")}})
			c.Kill()
		}},
		{name: "one Enter before sending", open: "INTENT",
			kill: func(c *trial) { c.confirming(); c.Kill() },
			then: func(c *trial) { c.resumed("DROPPED") }},
		{name: "sending, never arrives", open: "SENDING",
			kill: func(c *trial) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", false), lost, "Return")
			},
			then: func(c *trial) { c.unseen(); c.sendAgain("POSTED") }},
		{name: "sending, arrives after the end", open: "SENDING",
			kill: func(c *trial) {
				c.confirming()
				c.keyed(c.hold("PUT", "top-ups", false), pass, "Return")
			},
			then: func(c *trial) { c.resumed("POSTED") }},
		{name: "posted, before the receipt",
			kill: func(c *trial) { c.confirming(); c.press(c.more("POSTED", "topup"), "Return"); c.Kill() },
			then: (*trial).read},
		{name: "posted, with the receipt", kill: func(c *trial) {
			c.confirming()
			c.press(c.more("POSTED", "topup"), "Return")
			was := c.receipts()
			c.press(func() bool { return c.receipts() > was }, "ctrl+s")
			c.Kill()
		}, then: (*trial).read},
		{name: "unknown on the screen", open: "SENDING",
			kill: func(c *trial) { c.unknown(proxy.LostAfter); c.Kill() },
			then: func(c *trial) { c.resumed("POSTED") }},
		{name: "the desk's own question under way", open: "SENDING",
			kill: func(c *trial) {
				c.unknown(proxy.LostBefore)
				g := c.hold("GET", "top-ups", false)
				c.until(g)
				c.Kill()
				g.then <- lost
			},
			then: func(c *trial) { c.unseen(); c.sendAgain("POSTED") }},
		{name: "sent again, arrives after the end", open: "SENDING",
			kill: func(c *trial) {
				c.unknown(proxy.LostBefore)
				c.keyed(c.hold("PUT", "top-ups", false), pass, "Tab", "Return")
			},
			then: func(c *trial) { c.resumed("POSTED") }},
		{name: "giving back, never arrives", open: "SENDING",
			kill: func(c *trial) {
				c.unknown(proxy.LostBefore)
				c.keyed(c.hold("PUT", "top-ups/cancellation", false), lost, "Tab", "Tab", "Return")
			},
			then: func(c *trial) { c.unseen(); c.giveBack() }},
		{name: "given back, before the answer", open: "SENDING",
			kill: func(c *trial) {
				c.unknown(proxy.LostBefore)
				c.keyed(c.hold("PUT", "top-ups/cancellation", true), pass, "Tab", "Tab", "Return")
			},
			then: func(c *trial) { c.resumed("CANCELLED") }},
		{name: "parked", open: "SENDING",
			kill: func(c *trial) { c.unknown(proxy.LostAfter); c.press(nil, "ctrl+n"); c.Kill() },
			then: func(c *trial) { c.resumed("POSTED") }},
		{name: "just started", kill: func(c *trial) { c.Kill() }},
		{name: "signing in", kill: func(c *trial) {
			c.Do([]windowtest.Step{{Keys: []string{"ctrl+d"}}, {Type: trialStaff, Keys: []string{"Return"}}})
			g := c.hold("POST", "sign-ins", false)
			c.Do([]windowtest.Step{{Type: trialPIN}})
			c.keyed(g, pass, "Return")
		}},
		{name: "locking a card", open: "SENDING", task: "lock",
			kill: func(c *trial) {
				c.lookUp(lockedCard)
				c.press(nil, "ctrl+l")
				c.press(nil, "1", "Return", "1", "Return", "1", "Return")
				c.keyed(c.hold("PUT", "locks", true), pass, "Return")
			},
			then: func(c *trial) {
				c.press(func() bool { return c.told("POSTED", "lock") == 1 })
				c.press(nil, "ctrl+n") // left from its own panel, it was read
			}},
		{name: "closing the drawer", open: "SENDING", task: "drawer-close",
			kill: func(c *trial) {
				c.read() // what was on the screen when the window was killed may not have been read
				c.press(nil, "ctrl+n")
				c.press(c.asked("GET", "/v1/drawer-sessions/current"), "ctrl+k")
				// Nothing is not what must be there: the focus is on the recount, a hand goes to the reason, and a second person agrees.
				c.Do([]windowtest.Step{{Type: "0", Keys: returns(15)}, {Keys: returns(1), Done: c.more("POSTED", "drawer-count")}})
				c.press(nil, "shift+Tab", "space", "Return")
				c.press(nil, "Return")
				c.Do([]windowtest.Step{{Type: "2001", Keys: returns(1)}, {Type: "8642", Keys: returns(1)}, {Type: "0"}})
				c.keyed(c.hold("PUT", "drawer-sessions/close", true), pass, "Return")
			},
			then: func(c *trial) {
				c.press(nil, "ctrl+b")
				c.press(func() bool { return c.told("POSTED", "drawer-close") == 1 }, "Return")
			}},
	}
}

// opening opens the drawer, and is killed meanwhile: the first of all moments.
func opening() moment {
	return moment{name: "opening the drawer", open: "SENDING", task: "drawer-open",
		kill: func(c *trial) {
			c.press(nil, "ctrl+b")
			c.Do([]windowtest.Step{{Keys: returns(1)}, {Type: "1", Keys: returns(14)}})
			c.keyed(c.hold("PUT", "drawer-sessions", false), proxy.Fault{Kind: proxy.LostBefore}, "Return")
		},
		then: func(c *trial) {
			c.press(nil, "ctrl+b")
			c.press(func() bool { return c.told("POSTED", "drawer-open") == 1 }, "Return")
		}}
}

// atPush is how many of the moments are tried when it must be quick.
const atPush = 2

func TestTheWindowIsKilledAndTheClerkComesToTheTruth(t *testing.T) {
	c := newTrial(t)
	all := append([]moment{opening()}, moments()...)
	c.signIn()
	if os.Getenv("DESK_TESTS") == "" {
		c.press(nil, "ctrl+b")
		c.Do([]windowtest.Step{{Keys: returns(1)}, {Type: "1", Keys: returns(14)}, {Keys: returns(1), Done: c.more("POSTED", "drawer-open")}})
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
func (c *trial) survive(n int, m moment) {
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
func (c *trial) nobody() {
	c.t.Helper()
	data := canary.Data{Name: trialPayer, Alias: trialAlias, PINs: []string{trialPIN}, Sixes: []string{trialSix, "847110"}}
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
func (c *trial) balance() {
	c.t.Helper()
	if err := c.office.Verify(c.t.Context()); err != nil {
		c.t.Error(err)
	}
	ledger, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(c.officeDir, "office.db"))+"?mode=ro&vfs="+sandbox.VFS)
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
