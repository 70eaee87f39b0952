package client_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
)

const (
	card  = "100000014"
	six   = "481205"
	ana   = "1001"
	anas  = "2468"
	euro  = 100
	until = 2000 // copies after which an office that should have ended the first has failed
)

// counter is a desk at the embedded office, with Ana at it and her drawer open.
type counter struct {
	*client.Client
	office *sandbox.Office
	drawer string
	seq    int64
	prev   string
}

func newID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// embedded opens an office in memory and a desk at it; nobody is signed in.
func embedded(t *testing.T) *counter {
	t.Helper()
	office, err := sandbox.Open(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { office.Close() })
	running, err := office.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &counter{Client: desk(t, client.Config{BaseURL: running.BaseURL, EmbeddedSecret: running.EmbeddedSecret}), office: office}
}

func desk(t *testing.T, cfg client.Config) *client.Client {
	t.Helper()
	cfg.Desk = "KR-01"
	c, err := client.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// open signs Ana in and opens her drawer.
func (k *counter) open(t *testing.T) {
	t.Helper()
	if _, err := k.SignIn(t.Context(), ana, anas); err != nil {
		t.Fatal(err)
	}
	k.drawer = newID()
	if got := k.OpenDrawer(t.Context(), k.opening(t, k.drawer)); got.Verdict != client.Posted {
		t.Fatalf("%+v", got)
	}
}

func (k *counter) opening(t *testing.T, id string) client.Sending {
	t.Helper()
	body, err := client.DrawerOpening{ID: id, Desk: "KR-01", Staff: ana, Float: money.EUR(200 * euro)}.Encode()
	return sending(t, id, money.EUR(200*euro), body, err)
}

func (k *counter) closing(t *testing.T, cents int64) client.Sending {
	t.Helper()
	body, err := client.DrawerClosing{ID: k.drawer, Desk: "KR-01", Staff: ana, Counted: money.EUR(cents)}.Encode()
	return sending(t, k.drawer, money.EUR(cents), body, err)
}

type failing interface {
	Helper()
	Fatal(...any)
}

func sending(t failing, id string, amount money.Amount, body []byte, err error) client.Sending {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return client.Sending{ID: id, Amount: amount, Body: body, First: true}
}

// topUp makes the next top-up of the desk: match, quote, bytes.
func (k *counter) topUp(ctx context.Context, t failing, cents int64) client.Sending {
	t.Helper()
	match, err := k.Match(ctx, card, six)
	if err != nil {
		t.Fatal(err)
	}
	quote, err := k.QuoteTopUp(ctx, card, client.QuoteRequest{Amount: money.EUR(cents), MatchID: match.MatchID})
	if err != nil {
		t.Fatal(err)
	}
	k.seq++
	request := client.TopUpRequest{
		ID: newID(), MokID: card, Amount: quote.Amount, QuoteID: quote.QuoteID, DrawerSessionID: k.drawer,
		Staff: ana, Desk: "KR-01", Seq: k.seq, Prev: k.prev, Tendered: quote.Total,
	}
	body, err := request.Encode()
	k.prev = fmt.Sprintf("%x", sha256.Sum256(body))
	return sending(t, request.ID, quote.Amount, body, err)
}

func (k *counter) balance(t failing) int64 {
	t.Helper()
	got, err := k.Card(context.Background(), card)
	if err != nil {
		t.Fatal(err)
	}
	return got.Balance.Cents
}

func TestADayAtTheEmbeddedOffice(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	if health, err := k.Health(ctx); err != nil || health.Version == "" {
		t.Errorf("%+v, %v", health, err)
	}
	if account, err := k.PaymentOrderAccount(ctx); err != nil || account.IBAN != "SI56029000000200020" || account.Prefix != "8074720" {
		t.Errorf("%+v, %v", account, err)
	}
	_, err := k.SignIn(ctx, ana, "0000")
	if e, ok := err.(*client.Error); !ok || e.Code != client.CodeSignInRefused || e.AttemptsLeft == nil || *e.AttemptsLeft != 4 {
		t.Errorf("%v", err)
	}
	k.open(t)
	me, err := k.Me(ctx)
	if err != nil || !me.Can(client.MayTopUp) || me.Staff.Alias != "Ana" || me.Office.Kind != client.BankOffice {
		t.Errorf("%+v, %v", me, err)
	}
	if _, skew, ok := k.OfficeTime(); !ok || skew.Abs() > 2*time.Second {
		t.Errorf("skew %v", skew)
	}
	before, err := k.Card(ctx, card)
	if err != nil || before.State != client.CardActive || !before.Allows(client.ActTopUp) || before.Balance != money.EUR(4230) || before.ETag == "" {
		t.Errorf("%+v, %v", before, err)
	}
	if minimal, err := k.CardMinimal(ctx, card); err != nil || !minimal.Lockable {
		t.Errorf("%+v, %v", minimal, err)
	}
	if match, err := k.Match(ctx, card, "000000"); err != nil || match.Matched || match.AttemptsLeft != 4 {
		t.Errorf("%+v, %v", match, err)
	}
	if _, err := k.Card(ctx, "999999999"); client.CodeOf(err) != client.CodeCardNotFound {
		t.Errorf("%v", err)
	}
	s := k.topUp(ctx, t, 20*euro)
	first := k.TopUp(ctx, s)
	if first.Verdict != client.Posted || first.Answer.BalanceAfter != money.EUR(6230) || first.Answer.ReceiptNumber == "" || first.Answer.Gap {
		t.Fatalf("%+v", first)
	}
	for range 2 {
		if again := k.TopUp(ctx, s); again != first {
			t.Errorf("another answer to a copy: %+v", again)
		}
	}
	if asked := k.AskTopUp(ctx, s.ID, s.Amount); asked.Verdict != client.Posted || asked.Answer != first.Answer {
		t.Errorf("%+v", asked)
	}
	k.refusals(t, s)
	k.reconcile(t, first.Answer)
}

// refusals are what the office says to a second thought about a posted top-up.
func (k *counter) refusals(t *testing.T, posted client.Sending) {
	ctx := t.Context()
	other := posted
	other.Body = append([]byte(" "), posted.Body...)
	if got := k.TopUp(ctx, other); got.Verdict != client.Unknown || !got.Alarm || client.CodeOf(got.Err) != client.CodeOtherBytes {
		t.Errorf("other bytes: %+v", got)
	}
	cancel := client.Cancellation{ID: posted.ID, MokID: card, Amount: posted.Amount, Desk: "KR-01"}
	if got := k.CancelTopUp(ctx, cancel); got.Verdict != client.Posted {
		t.Errorf("cancelling what is posted: %+v", got)
	}
	if got := k.AskTopUp(ctx, newID(), posted.Amount); got.Verdict != client.Unknown || got.State != client.StateUnseen {
		t.Errorf("asking for nothing: %+v", got)
	}
	late := k.topUp(ctx, t, 5*euro)
	if got := k.CancelTopUp(ctx, client.Cancellation{ID: late.ID, MokID: card, Amount: late.Amount, Desk: "KR-01"}); got.Verdict != client.Cancelled {
		t.Errorf("tombstone: %+v", got)
	}
	if got := k.TopUp(ctx, late); got.Verdict != client.Cancelled {
		t.Errorf("a late copy: %+v", got)
	}
	match, err := k.Match(ctx, card, six)
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.QuoteTopUp(ctx, card, client.QuoteRequest{Amount: money.EUR(1001 * euro), MatchID: match.MatchID})
	if e, ok := err.(*client.Error); !ok || e.Code != client.CodeLimitExceeded || e.LimitLeft == nil || *e.LimitLeft != money.EUR(1000*euro-posted.Amount.Cents) {
		t.Errorf("%v", err)
	}
	if got := k.OpenDrawer(ctx, k.opening(t, newID())); got.Verdict != client.Rejected || got.Answer.Code != client.CodeDrawerAlreadyOpen {
		t.Errorf("second drawer: %+v", got)
	}
	person := client.Person{ID: newID(), Role: client.RolePayer, Name: "Žiga Đurić", Document: &client.Document{Kind: client.DocumentPassport, Last3: "417"}}
	for range 2 {
		if got := k.PutPerson(ctx, person); got.Verdict != client.Posted {
			t.Errorf("person: %+v", got)
		}
	}
}

// reconcile ends the day: what the office has is what the desk has.
func (k *counter) reconcile(t *testing.T, posted client.TopUp) {
	ctx := t.Context()
	page, err := k.DeskTopUps(ctx, 1, "")
	if err != nil || len(page.Items) == 0 || page.Items[0] != posted {
		t.Errorf("%+v, %v", page, err)
	}
	lines, err := k.Transactions(ctx, card, client.TransactionQuery{Limit: 1})
	if err != nil || len(lines.Items) != 1 || lines.Items[0].Kind != client.TransactionTopUp || lines.Items[0].Amount != posted.Amount {
		t.Errorf("%+v, %v", lines, err)
	}
	now, err := k.CurrentDrawer(ctx)
	if err != nil || now.Session == nil || now.Session.Total != money.EUR(220*euro) || now.Session.TopUps != 1 {
		t.Fatalf("%+v, %v", now, err)
	}
	shut := k.CloseDrawer(ctx, k.closing(t, 219*euro))
	if shut.Verdict != client.Posted || shut.Answer.Difference != money.EUR(-1*euro) || shut.Answer.CloseNumber < 1 {
		t.Errorf("%+v", shut)
	}
	if again := k.CloseDrawer(ctx, k.closing(t, 219*euro)); again != shut {
		t.Errorf("%+v", again)
	}
	k.past(t, posted)
	k.drawer = newID()
	if got := k.CloseDrawer(ctx, k.closing(t, 219*euro)); got.Verdict != client.Rejected || got.Answer.Code != client.CodeSessionUnknown {
		t.Errorf("closing nothing: %+v", got)
	}
	if err := k.SignOut(ctx); err != nil {
		t.Error(err)
	}
	if err := k.office.Verify(ctx); err != nil {
		t.Error(err)
	}
}

// past is the day that was closed, found again and read line by line: what was posted, what was refused, and cash that adds up.
func (k *counter) past(t *testing.T, posted client.TopUp) {
	ctx := t.Context()
	sessions, err := k.DrawerSessions(ctx, client.SessionQuery{Staff: "1001", Desk: "KR-01", Limit: 1})
	if err != nil || len(sessions.Items) != 1 || sessions.Items[0].ID != k.drawer || sessions.Items[0].State != client.DrawerClosed {
		t.Errorf("%+v, %v", sessions, err)
	}
	day, err := k.DrawerOperations(ctx, k.drawer, client.OperationQuery{})
	cash := int64(0)
	for _, line := range day.Items {
		cash += line.Cash.Cents
	}
	if n := len(day.Items); err != nil || n < 3 || day.Items[0].Kind != client.OperationClose || day.Items[n-1].Kind != client.OperationOpening || cash != 220*euro {
		t.Errorf("%d cents: %+v, %v", cash, day, err)
	}
	for _, q := range []client.OperationQuery{{Number: posted.ReceiptNumber}, {Kind: client.OperationTopUp, State: client.OperationPosted, From: posted.BookedAt}} {
		if got, err := k.DrawerOperations(ctx, k.drawer, q); err != nil || len(got.Items) != 1 || got.Items[0].ID != posted.ID || got.Items[0].Cash != posted.Total {
			t.Errorf("%+v: %+v, %v", q, got, err)
		}
	}
	lines, err := k.Transactions(ctx, card, client.TransactionQuery{Kind: client.TransactionTopUp, State: client.TransactionStanding, ReceiptNumber: posted.ReceiptNumber})
	if err != nil || len(lines.Items) != 1 || lines.Items[0].TopUpID != posted.ID {
		t.Errorf("%+v, %v", lines, err)
	}
}

func TestADeskOverTLSTrustsTheOfficesOwnAuthorityAlone(t *testing.T) {
	office, err := sandbox.Open(t.Context(), sandbox.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer office.Close()
	running, err := office.ListenTLS(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if health, err := desk(t, client.Config{BaseURL: running.BaseURL, CAFile: running.CAFile}).Health(t.Context()); err != nil || health.Status != "ok" {
		t.Errorf("%+v, %v", health, err)
	}
	if _, err := desk(t, client.Config{BaseURL: running.BaseURL}).Health(t.Context()); client.CodeOf(err) != client.CodeNoTrust {
		t.Errorf("%v", err)
	}
}
