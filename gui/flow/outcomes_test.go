package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// outcomes is a task, for tests of what becomes of an outcome that nobody looks at.
type outcomes struct {
	send   func(*testing.T, *flow.Counter)        // from the card to the answer
	office func(*flowtest.Office, client.Verdict) // what the office answers to the sending, and whenever it is asked
	ends   map[client.Verdict]flow.OpenKind       // how an ending is listed until it is read
	state  func(*flow.Counter) (step, id string)
	clear  func(*flow.Counter, client.Verdict) bool // that the screen tells all that there is to tell of an ending
	check  func(*flow.Counter)
	told   string // how the notice's key begins that tells of an ending
	panel  flow.Panel
	back   func(*flow.Counter) // to another panel, while its outcome isn't known
	escape func(*flow.Counter) // from its own panel, by the back key
	sum    money.Amount
}

var endings = map[client.Verdict]flow.OpenKind{
	client.Posted: flow.OpenPosted, client.Rejected: flow.OpenRejected, client.Cancelled: flow.OpenCancelled,
}

var everyOutcome = map[string]outcomes{
	"a top-up": {
		send: func(t *testing.T, c *flow.Counter) { confirming(t, c); c.TopUp.Confirm() },
		office: func(o *flowtest.Office, v client.Verdict) {
			o.TopUps = flowtest.Final(v, client.TopUp{ReceiptNumber: "R-1", Code: "limit-exceeded"})
			if !v.Final() {
				o.TopUps = flowtest.NotKnown(v, client.CodeTimeout)
			}
			o.Asks = o.TopUps
		},
		ends:  endings,
		state: func(c *flow.Counter) (string, string) { st := c.TopUp.State(); return string(st.Step), st.ID },
		clear: func(c *flow.Counter, v client.Verdict) bool {
			st := c.TopUp.State()
			return v != client.Posted || st.Known() && st.Answer.ReceiptNumber == "R-1"
		},
		check: func(c *flow.Counter) { c.TopUp.Check() },
		told:  "counter.settled.", panel: flow.PanelTopUp, sum: money.EUR(5000),
		back:   func(c *flow.Counter) { c.Do(flow.CommandDrawer) },
		escape: (*flow.Counter).BackFromTopUp,
	},
	"a lock": {
		send: func(_ *testing.T, c *flow.Counter) { lockCard(c) },
		office: func(o *flowtest.Office, v client.Verdict) {
			o.Locks = lockAnswer(v, client.Lock{ID: idOf(1), Code: "card-not-lockable", LockNumber: "Z-7", ReportNeeded: true})
			o.LockAsks = o.Locks
		},
		ends:  map[client.Verdict]flow.OpenKind{client.Posted: flow.OpenLocked, client.Rejected: flow.OpenLockRejected},
		state: func(c *flow.Counter) (string, string) { st := c.Lock.State(); return string(st.Step), st.ID },
		clear: func(c *flow.Counter, v client.Verdict) bool {
			st := c.Lock.State()
			return v == client.Rejected && st.Problem != nil || st.Known() && st.Answer.LockNumber == "Z-7"
		},
		check: func(c *flow.Counter) { c.Lock.Check() },
		told:  "counter.lock-settled.", panel: flow.PanelLock, sum: money.EUR(0),
		back:   (*flow.Counter).BackFromLock,
		escape: (*flow.Counter).BackFromLock,
	},
	"a reversal": {
		send: func(_ *testing.T, c *flow.Counter) {
			c.Do(flow.CommandReversal)
			c.Reversal.FindSlip("KR-2026-000123")
			c.Reversal.Fill(client.ReversalWrongAmount)
			c.Reversal.Confirm()
		},
		office: func(o *flowtest.Office, v client.Verdict) {
			o.Reversals = reversalAnswer(v, client.Reversal{Code: client.CodeReversalWindowOver, ReceiptNumber: "S-7", Total: money.EUR(5150), CorrectionNumber: "P-7"})
			o.ReversalAsks = o.Reversals
		},
		ends:  map[client.Verdict]flow.OpenKind{client.Posted: flow.OpenReversed, client.Rejected: flow.OpenReversalRejected},
		state: func(c *flow.Counter) (string, string) { st := c.Reversal.State(); return string(st.Step), st.ID },
		clear: func(c *flow.Counter, v client.Verdict) bool {
			st := c.Reversal.State()
			return st.Known() && (v == client.Posted && st.Answer.ReceiptNumber == "S-7" || v == client.Rejected && st.Answer.CorrectionNumber == "P-7")
		},
		check: func(c *flow.Counter) { c.Reversal.Check() },
		told:  "counter.reversal-settled.", panel: flow.PanelReversal, sum: money.EUR(0),
		back:   func(c *flow.Counter) { c.Do(flow.CommandDrawer) },
		escape: (*flow.Counter).BackFromReversal,
	},
	"an unlock": {
		send: func(t *testing.T, c *flow.Counter) { unlockCard(t, c) },
		office: func(o *flowtest.Office, v client.Verdict) {
			lockedByClerk(o)
			c := o.Cards["100000014"] // an office may allow more than this one
			c.Possible = append(c.Possible, client.ActTopUp)
			o.Cards["100000014"] = c
			o.Approvals = approvalAnswer(client.Posted, "")
			o.Unlocks = unlockAnswer(v, client.Unlock{Code: client.CodeCardFinal, UnlockedAt: flowtest.Start})
			o.UnlockAsks = o.Unlocks
		},
		ends:  map[client.Verdict]flow.OpenKind{client.Posted: flow.OpenFreed, client.Rejected: flow.OpenUnlockRejected},
		state: func(c *flow.Counter) (string, string) { st := c.Unlock.State(); return string(st.Step), st.ID },
		clear: func(c *flow.Counter, v client.Verdict) bool {
			st := c.Unlock.State()
			return v == client.Rejected && st.Problem != nil || st.Known() && st.Answer.UnlockedAt.Equal(flowtest.Start)
		},
		check: func(c *flow.Counter) { c.Unlock.Check() },
		told:  "counter.unlock-settled.", panel: flow.PanelUnlock, sum: money.EUR(0),
		back:   (*flow.Counter).BackFromUnlock,
		escape: (*flow.Counter).BackFromUnlock,
	},
	"cash to the safe": {
		send: func(_ *testing.T, c *flow.Counter) {
			c.Do(flow.CommandSafe)
			c.Movement.Fill("150", client.MovedOverLimit)
			c.Movement.Confirm()
		},
		office: func(o *flowtest.Office, v client.Verdict) {
			flowtest.KeepsDrawersDay(o)
			o.Movements = movementAnswer(v, client.Movement{Code: client.CodeDrawerTooSmall, Number: "G-7"})
			o.MovementAsks = o.Movements
		},
		ends:  map[client.Verdict]flow.OpenKind{client.Posted: flow.OpenMoved, client.Rejected: flow.OpenMovementRejected},
		state: func(c *flow.Counter) (string, string) { st := c.Movement.State(); return string(st.Step), st.ID },
		clear: func(c *flow.Counter, v client.Verdict) bool {
			st := c.Movement.State()
			return v == client.Rejected && st.Problem != nil || st.Known() && st.Answer.Number == "G-7"
		},
		check: func(c *flow.Counter) { c.Movement.Check() },
		told:  "counter.movement-settled.", panel: flow.PanelMovement, sum: money.EUR(0),
		back:   func(c *flow.Counter) { c.Do(flow.CommandDrawer) },
		escape: (*flow.Counter).BackFromMovement,
	},
}

// unsure is a counter with a write on the screen whose outcome isn't known, and its timers.
func (o outcomes) unsure(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal, *flowtest.AtOnce) {
	t.Helper()
	office := flowtest.NewOffice()
	o.office(office, client.Unknown)
	needs, kept, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100000014")
	o.send(t, c)
	o.at(t, c, client.Unknown)
	return c, office, kept, needs.Tasks.(*flowtest.AtOnce)
}

func (o outcomes) at(t *testing.T, c *flow.Counter, v client.Verdict) {
	t.Helper()
	if step, _ := o.state(c); step != string(v) {
		t.Fatalf("it is at %s, want %s", step, v)
	}
}

// eachOutcome runs a test of every ending of every task.
func eachOutcome(t *testing.T, test func(t *testing.T, o outcomes, v client.Verdict)) {
	for name, o := range everyOutcome {
		for verdict := range o.ends {
			t.Run(name+" "+string(verdict), func(t *testing.T) { test(t, o, verdict) })
		}
	}
}

// unseen is where the clerk has gone when an outcome comes.
var unseen = map[string]func(outcomes, *flow.Counter){
	"with the next customer": func(_ outcomes, c *flow.Counter) { c.Do(flow.CommandNext) },
	"at the drawer":          func(_ outcomes, c *flow.Counter) { c.Do(flow.CommandDrawer) },
	"at the open items":      func(_ outcomes, c *flow.Counter) { c.Do(flow.CommandOpen) },
	"away by the back key":   func(o outcomes, c *flow.Counter) { o.back(c) },
	"under the cover":        func(_ outcomes, c *flow.Counter) { c.Idle() },
}

// comes lets an outcome come; one that came under the cover is told to the next clerk.
func (o outcomes) comes(c *flow.Counter, office *flowtest.Office, tasks *flowtest.AtOnce, v client.Verdict) {
	o.office(office, v)
	if c.State().SignedIn {
		tasks.Tick()
		return
	}
	o.check(c)
	c.SignIn.Submit("1002", "1357")
}

// However a write ends while something else is on the screen: the clerk is told, the drawer stays open, and it is listed
// until a clerk has read it, whoever comes next and over any crash.
func TestAnOutcomeThatNobodySeesIsToldAndListedUntilItIsRead(t *testing.T) {
	leaves := map[string]func(*flow.Counter){
		"the next customer": func(c *flow.Counter) { c.Do(flow.CommandNext) },
		"the same card":     func(c *flow.Counter) { c.LookUp("100000014") },
		"the next clerk":    func(c *flow.Counter) { c.Do(flow.CommandSignOut); c.SignIn.Submit("1002", "1357") },
		"another clerk's sign-in": func(c *flow.Counter) {
			c.Do(flow.CommandWork)
			c.Do(flow.CommandCover)
			c.SignIn.Submit("1002", "1357")
		},
	}
	eachOutcome(t, func(t *testing.T, o outcomes, verdict client.Verdict) {
		for where, leaveIt := range unseen {
			for then, leave := range leaves {
				t.Run(where+", then "+then, func(t *testing.T) {
					c, office, kept, tasks := o.unsure(t)
					_, id := o.state(c)
					leaveIt(o, c)
					o.comes(c, office, tasks, verdict)
					says(t, c.State().Notice, o.told+string(verdict))
					opened(t, c, o.ends[verdict])
					if c.State().OpenSum != o.sum {
						t.Errorf("the sum is %v", c.State().OpenSum)
					}
					leave(c)
					if _, mine := c.Drawer.Open(); mine {
						c.Do(flow.CommandClose)
						says(t, c.Drawer.State().Problem, "drawer.open-items")
					}
					opened(t, c, o.ends[verdict])
					crashed, _ := life(t, office, kept, "e")
					opened(t, crashed, o.ends[verdict])
					c.Stop()
					closed, _ := life(t, office, kept, "e")
					opened(t, closed, o.ends[verdict])

					c.Resume(id)
					o.at(t, c, verdict)
					if c.State().Panel != o.panel {
						t.Errorf("the clerk is at %s", c.State().Panel)
					}
					opened(t, c, o.ends[verdict])
					c.Do(flow.CommandNext)
					opened(t, c)
					if last := kept.Records[len(kept.Records)-1]; last.Kind != journal.Told || last.About != id {
						t.Errorf("that it was read is not on disk: %+v", last)
					}
					again, _ := life(t, office, kept, "e")
					opened(t, again)
				})
			}
		}
	})
}

// The program dies between the ending on disk and the clerk reading it, wherever the write was by then.
func TestACrashDoesNotHideAnOutcome(t *testing.T) {
	served := func(c *flow.Counter) { c.LookUp("100000014"); quote(c, "20") }
	eachOutcome(t, func(t *testing.T, o outcomes, verdict client.Verdict) {
		lives := map[string]func(*testing.T) (*flowtest.Office, *flowtest.Journal){
			"on the screen": func(t *testing.T) (*flowtest.Office, *flowtest.Journal) {
				office := flowtest.NewOffice()
				o.office(office, verdict)
				c, kept, _ := counter(t, office)
				o.send(t, c)
				o.at(t, c, verdict)
				return office, kept
			},
		}
		for where, leaveIt := range unseen {
			lives[where+", and another customer was served"] = func(t *testing.T) (*flowtest.Office, *flowtest.Journal) {
				c, office, kept, tasks := o.unsure(t)
				leaveIt(o, c)
				o.comes(c, office, tasks, verdict)
				served(c)
				return office, kept
			}
		}
		for name, run := range lives {
			t.Run(name, func(t *testing.T) {
				office, kept := run(t)
				c, left := life(t, office, kept, "e")
				i := slices.IndexFunc(c.OpenItems(), func(item flow.OpenItem) bool { return item.Kind == o.ends[verdict] })
				if i < 0 {
					t.Fatalf("after the crash the clerk finds %+v", c.OpenItems())
				}
				says(t, c.State().Notice, "counter.waiting")
				item, before := c.OpenItems()[i], c.State().OpenCount
				if item.MokID != kept.Records[0].MokID || item.ID != kept.Records[0].ID {
					t.Errorf("%+v", item)
				}
				c.Resume(item.ID)
				o.at(t, c, verdict)
				if c.State().Panel != o.panel || !o.clear(c, verdict) {
					t.Errorf("the clerk is at %s, and told all: %v", c.State().Panel, o.clear(c, verdict))
				}
				c.Do(flow.CommandNext)
				if c.State().OpenCount != before-1 {
					t.Errorf("read, and still listed: %+v", c.OpenItems())
				}
				again, _ := life(t, office, left, "d")
				for _, item := range again.OpenItems() {
					if item.Kind == o.ends[verdict] {
						t.Errorf("what was read is told again: %+v", item)
					}
				}
			})
		}
	})
}

// Whoever leaves an ending from another panel has not been at it.
func TestAnOutcomeThatIsLeftFromAnotherPanelIsTold(t *testing.T) {
	leaves := map[string]func(*flow.Counter){
		"the next customer":  func(c *flow.Counter) { c.Do(flow.CommandDrawer); c.Do(flow.CommandNext) },
		"the end of the day": func(c *flow.Counter) { c.Do(flow.CommandDrawer) },
		"the next clerk":     func(c *flow.Counter) { c.Do(flow.CommandCover); c.SignIn.Submit("1002", "1357") },
	}
	eachOutcome(t, func(t *testing.T, o outcomes, verdict client.Verdict) {
		for name, leave := range leaves {
			t.Run(name, func(t *testing.T) {
				office := flowtest.NewOffice()
				o.office(office, verdict)
				c, kept, _ := counter(t, office)
				o.send(t, c)
				leave(c)
				c.Stop()
				again, _ := life(t, office, kept, "e")
				opened(t, again, o.ends[verdict])
			})
		}
	})
}

// What was read is not told again, however the clerk has gone on.
func TestAnOutcomeThatWasReadIsNotToldAgain(t *testing.T) {
	eachOutcome(t, func(t *testing.T, o outcomes, verdict client.Verdict) {
		for name, goOn := range map[string]func(*testing.T, *flow.Counter){
			"the program was closed":            func(_ *testing.T, c *flow.Counter) { c.Stop() },
			"left, and the program was closed":  func(_ *testing.T, c *flow.Counter) { c.Do(flow.CommandNext); c.Stop() },
			"a top-up was begun, then a crash":  func(t *testing.T, c *flow.Counter) { c.LookUp("100000014"); readBack(t, c); c.TopUp.Leave() },
			"another one was read, and no more": func(t *testing.T, c *flow.Counter) { c.LookUp("100000014"); o.send(t, c); c.Do(flow.CommandNext) },
			"left by the back key, and closed":  func(_ *testing.T, c *flow.Counter) { o.escape(c); c.Stop() },
		} {
			t.Run(name, func(t *testing.T) {
				office := flowtest.NewOffice()
				o.office(office, verdict)
				c, kept, _ := counter(t, office)
				o.send(t, c)
				_, id := o.state(c)
				goOn(t, c)
				again, _ := life(t, office, kept, "e")
				if slices.ContainsFunc(again.OpenItems(), func(item flow.OpenItem) bool { return item.ID == id }) {
					t.Errorf("told again: %+v", again.OpenItems())
				}
			})
		}
	})
}

// A crash comes before the answer. The next start learns how it ended, brings it before the clerk, and is quiet once that was read.
func TestAnOutcomeThatARestartLearnsIsToldOnce(t *testing.T) {
	eachOutcome(t, func(t *testing.T, o outcomes, verdict client.Verdict) {
		_, office, kept, _ := o.unsure(t)
		o.office(office, verdict)
		c, left := life(t, office, kept, "e")
		c.Do(flow.CommandOpen)
		c.Resume(kept.Records[0].ID)
		o.at(t, c, verdict)
		if c.State().Panel != o.panel || !o.clear(c, verdict) {
			t.Errorf("the clerk is at %s, and told all: %v", c.State().Panel, o.clear(c, verdict))
		}
		c.Do(flow.CommandNext)
		opened(t, c)
		c.Stop()
		again, _ := life(t, office, left, "d")
		opened(t, again)
	})
}
