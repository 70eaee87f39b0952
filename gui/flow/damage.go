package flow

import (
	"cmp"
	"context"
	"slices"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// DamageOffice is what a desk with a damaged journal asks of the office. It sends nothing that could move money:
// a cancellation only keeps a top-up from ever being posted.
type DamageOffice interface {
	signin.Office
	DeskOffice
	AskTopUp(ctx context.Context, id string, amount money.Amount) client.Outcome[client.TopUp]
	CancelTopUp(ctx context.Context, c client.Cancellation) client.Outcome[client.TopUp]
	AskLock(ctx context.Context, id, mokID string) client.Outcome[client.Lock]
	CurrentDrawer(ctx context.Context) (client.DrawerNow, error)
}

// DamageNeeds is what the recovery of a damaged journal stands on; every field is required.
type DamageNeeds struct {
	Office  DamageOffice
	Tasks   outbox.Tasks
	Records []journal.Record // what can still be read, in the order of the file
	Desk    string
	Path    string // the journal's folder, which nobody touches
	Phone   string
}

// What the journal, as far as it can be read, says of an id.
const (
	damagedOpen = "open"   // sent, and no ending can be read
	damagedLost = "lost"   // not in the journal any more; the office knows it
	damagedNew  = "intent" // only the intention can be read: a sending may have been lost
)

// DamageRow is one id: what the journal still says, and what the office says.
type DamageRow struct {
	ID, MokID string
	Lock      bool // a lock, else a top-up
	Amount    money.Amount
	Since     time.Time
	Ours      string // open, intent, lost, unsent, posted, rejected or cancelled
	Theirs    string // posted, rejected, cancelled, inFlight or unseen; "" before it was asked
	Receipt   string
	Problem   *task.Message // why the office could not be asked
	Asking    bool
}

// ShortID is the part of the id that is read out.
func (r DamageRow) ShortID() string { return task.ShortID(r.ID) }

// MayCancel reports that a tombstone would settle the row: the office has not seen it so far.
func (r DamageRow) MayCancel() bool {
	return !r.Lock && r.Theirs == client.StateUnseen && r.Ours != string(client.Posted) && !r.Asking
}

// DamageState is all the recovery screen shows.
type DamageState struct {
	SignedIn bool
	Asking   bool
	Rows     []DamageRow   // what is open first, then the newest
	Asked    int           // how many rows the office has answered about
	Listed   bool          // the office's own list was read
	Problem  *task.Message // why asking stopped
	Drawer   client.DrawerNow
}

// Damage is the flow of a desk whose journal is damaged. The counter does not start; the files stay as they are;
// a clerk signs in, and the office is asked about every id that can still be read, and for its own list of this
// desk, so that whoever stands there with cash in hand knows what became of it.
type Damage struct {
	Draw   func(DamageState)
	SignIn *signin.Flow

	needs DamageNeeds
	state DamageState
	from  int64
}

// NewDamage gathers the readable records by id; nothing is asked of anybody before a clerk has signed in.
func NewDamage(n DamageNeeds) *Damage {
	d := &Damage{Draw: func(DamageState) {}, needs: n}
	d.SignIn = signin.New(n.Office, n.Tasks, damageHost{d})
	d.needs.Tasks = d.SignIn.During(n.Tasks)
	d.state.Rows, d.from = damagedRows(n.Records)
	return d
}

// damageHost is what signing in needs of the recovery.
type damageHost struct{ d *Damage }

func (h damageHost) Left() {}

func (h damageHost) Entered(client.Me, bool) {
	h.d.set(func(s *DamageState) { s.SignedIn = true })
	h.d.Ask()
}

// State is the present state.
func (d *Damage) State() DamageState {
	st := d.state
	st.Rows = slices.Clone(st.Rows)
	return st
}

// Path is the folder of the journal.
func (d *Damage) Path() string { return d.needs.Path }

// Phone is whom to call.
func (d *Damage) Phone() string { return d.needs.Phone }

// Redraw draws everything once more.
func (d *Damage) Redraw() {
	d.SignIn.Redraw()
	d.Draw(d.State())
}

func (d *Damage) set(change func(*DamageState)) {
	change(&d.state)
	d.Draw(d.State())
}

// damagedRows is what can be read, by id: an ending outweighs an attempt, and an attempt an intention, in
// whatever order they were found. from is the number after the last that the office has confirmed.
func damagedRows(records []journal.Record) (rows []DamageRow, from int64) {
	at := map[string]int{}
	for _, r := range records {
		from = max(from, r.UpTo)
		if r.Task != topup.Task && r.Task != lock.Task {
			continue
		}
		i, known := at[r.ID]
		if !known {
			i = len(rows)
			at[r.ID] = i
			rows = append(rows, DamageRow{
				ID: r.ID, MokID: r.MokID, Lock: r.Task == lock.Task, Amount: r.Amount, Since: r.At, Ours: damagedNew,
			})
		}
		switch row := &rows[i]; {
		case r.Kind.Ends():
			row.Ours = outbox.StateOf(r.Kind)
		case r.Kind == journal.Sending && row.Ours == damagedNew:
			row.Ours = damagedOpen
		}
	}
	sortDamage(rows)
	return rows, from + 1
}

func sortDamage(rows []DamageRow) {
	weight := map[string]int{damagedOpen: 0, damagedNew: 1, damagedLost: 2}
	of := func(r DamageRow) int {
		if w, open := weight[r.Ours]; open {
			return w
		}
		return len(weight)
	}
	slices.SortStableFunc(rows, func(a, b DamageRow) int {
		return cmp.Or(cmp.Compare(of(a), of(b)), b.Since.Compare(a.Since))
	})
}

// lostRows are what the office lists of this desk and the journal can't tell any more.
func lostRows(known []DamageRow, listed []client.TopUp) []DamageRow {
	var lost []DamageRow
	for _, item := range listed {
		if slices.ContainsFunc(known, func(r DamageRow) bool { return r.ID == item.ID }) {
			continue
		}
		lost = append(lost, DamageRow{
			ID: item.ID, MokID: item.MokID, Amount: item.Amount, Since: item.BookedAt, Ours: damagedLost,
			Theirs: item.State, Receipt: item.ReceiptNumber,
		})
	}
	return lost
}
