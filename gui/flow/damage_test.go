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

// damaged is the recovery of what can still be read, with Ana signed in.
func damaged(t *testing.T, office *flowtest.Office, records []journal.Record) *flow.Damage {
	t.Helper()
	d := flow.NewDamage(flow.DamageNeeds{
		Office: office, Tasks: &flowtest.AtOnce{}, Records: records, Desk: "DESK-1", Path: "/data/journal", Phone: "01 477 20 00",
	})
	if office.Asked["ask"]+office.Asked["desk-top-ups"] > 0 {
		t.Error("somebody was asked before anybody signed in")
	}
	d.SignIn.Submit("1001", "2468")
	return d
}

func TestADamagedJournalAsksTheOfficeAboutEveryIdThatCanBeRead(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{
		{Verdict: client.Unknown, State: client.StateUnseen},
		{Verdict: client.Posted, Answer: client.TopUp{ReceiptNumber: "R-2"}},
		{Verdict: client.Cancelled},
	}
	lost := has(9, 4, client.Posted)
	lost.ReceiptNumber = "R-9"
	office.Listed = []client.TopUp{lost}
	kept := wrote("", journal.Posted, journal.Dropped)
	d := damaged(t, office, kept.Records)
	st := d.State()
	type told struct{ ours, theirs, receipt string }
	var got []told
	for _, r := range st.Rows {
		got = append(got, told{r.Ours, r.Theirs, r.Receipt})
		if r.Amount != money.EUR(5000) || r.MokID != "100000014" {
			t.Errorf("%+v", r)
		}
	}
	want := []told{{"open", "unseen", ""}, {"lost", "posted", "R-9"}, {"posted", "posted", "R-2"}, {"unsent", "cancelled", ""}}
	if !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
	if !st.Listed || st.Asking || st.Asked != 4 || st.Drawer.Session == nil {
		t.Errorf("%+v", st)
	}
	if office.Asked["ask"] != 3 || len(office.Sent) != 0 {
		t.Errorf("asked %d times, sent %d", office.Asked["ask"], len(office.Sent))
	}
}

func TestARowIsReadInWhateverOrderItsRecordsWereFound(t *testing.T) {
	kept := wrote(journal.Posted)
	slices.Reverse(kept.Records)
	office := flowtest.NewOffice()
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	if rows := damaged(t, office, kept.Records).State().Rows; len(rows) != 1 || rows[0].Ours != "posted" {
		t.Errorf("%+v", rows)
	}
}

func TestCashGoesBackFromADamagedDeskOnlyOnATombstone(t *testing.T) {
	for verdict, theirs := range map[client.Verdict]string{client.Cancelled: "cancelled", client.Posted: "posted", client.Unknown: "unseen"} {
		office := flowtest.NewOffice()
		office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
		office.Cancels = []client.Outcome[client.TopUp]{{Verdict: verdict}}
		if !verdict.Final() {
			office.Cancels = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
		}
		d := damaged(t, office, wrote("").Records)
		id := d.State().Rows[0].ID
		d.Cancel(id)
		row := d.State().Rows[0]
		if row.Theirs != theirs || (row.Problem != nil) == verdict.Final() || row.MayCancel() != !verdict.Final() {
			t.Errorf("%s: %+v", verdict, row)
		}
		if d.Cancel(id); verdict.Final() && office.Asked["cancel"] != 1 {
			t.Error("what is settled is cancelled again")
		}
	}
}

func TestALockOfADamagedJournalIsAskedForToo(t *testing.T) {
	office := flowtest.NewOffice()
	office.LockAsks = lockAnswer(client.Posted, client.Lock{})
	d := damaged(t, office, []journal.Record{{
		Kind: journal.Sending, ID: idOf(1), Task: "lock", MokID: "100000014", Desk: "DESK-1", Staff: "1001", At: flowtest.Start, Body: []byte("{}"),
	}})
	if rows := d.State().Rows; len(rows) != 1 || !rows[0].Lock || rows[0].Theirs != "posted" || rows[0].MayCancel() {
		t.Errorf("%+v", rows)
	}
}

func TestAskingStopsWhereTheOfficeIsGoneAndGoesOnFromThere(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = flowtest.NotKnown(client.Unknown, client.CodeNoConnection)
	d := damaged(t, office, wrote("", "").Records)
	if st := d.State(); st.Asking || st.Asked != 0 || office.Asked["ask"] != 1 {
		t.Fatalf("%+v", st)
	}
	says(t, d.State().Problem, "problem.no-connection")
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	d.Again()
	if st := d.State(); st.Asked != 2 || !st.Listed || st.Problem != nil {
		t.Errorf("%+v", st)
	}
}

func TestATokenThatEndsInTheMiddleIsAskedForAgain(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = flowtest.NotKnown(client.Unknown, client.CodeTokenExpired)
	d := damaged(t, office, wrote("").Records)
	if d.State().SignedIn {
		t.Fatal("nobody is asked to sign in again")
	}
	office.Asks = flowtest.Final(client.Rejected, client.TopUp{})
	d.SignIn.Submit("1001", "2468")
	if st := d.State(); st.Asked != 1 || !st.Listed {
		t.Errorf("%+v", st)
	}
}

func TestOnlyWhatTheOfficeHadNotConfirmedIsListed(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	office.Listed = []client.TopUp{has(7, 1, client.Posted), has(8, 2, client.Posted), has(9, 3, client.Posted)}
	compared := journal.Record{Kind: journal.Compared, UpTo: 2, Desk: "DESK-1", Staff: "1001", At: flowtest.Start}
	d := damaged(t, office, []journal.Record{compared})
	if rows := d.State().Rows; len(rows) != 1 || rows[0].ID != idOf(9) {
		t.Errorf("%+v", rows)
	}
}

func TestARecoveryThatBreaksWaitsForNothing(t *testing.T) {
	office := flowtest.NewOffice()
	held := &flowtest.Held{}
	d := flow.NewDamage(flow.DamageNeeds{Office: office, Tasks: held, Records: wrote("").Records, Desk: "DESK-1"})
	d.SignIn.Submit("1001", "2468")
	held.Release()
	d.Again()
	d.Panicked()
	if st := d.State(); st.Asking || st.Problem == nil {
		t.Errorf("%+v", st)
	}
}

// A desk whose journal is damaged knows the house's words as any other.
func TestADamagedDeskKeepsTheWordsOfTheHouse(t *testing.T) {
	for _, says := range []bool{false, true} {
		office := flowtest.NewOffice()
		office.MeAnswer.BlindClose, office.MeAnswer.Practice = says, says
		if st := damaged(t, office, nil).State(); st.Blind != says || st.Practice != says || st.Drawer.Session.Total.IsZero() != says {
			t.Errorf("told %t: %+v", says, st)
		}
	}
}
