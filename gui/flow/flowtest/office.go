package flowtest

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// Office answers what its fields hold. Errors come before answers. Asked counts the calls by name.
type Office struct {
	Asked map[string]int

	SignInErr, MeErr, CardErr, ListErr, MatchErr, QuoteErr, DrawerErr, HealthErr error

	MeAnswer    client.Me
	Cards       map[string]client.Card
	Pages       []client.TransactionPage
	MatchAnswer client.Match
	QuoteAnswer client.Quote
	DrawerNow   client.DrawerNow
	Account     client.OrderAccount
	Skew        time.Duration
	Lifetime    time.Duration // of a token
	Practice    bool          // what Health says; MeAnswer says it for itself

	// Sent keeps the exact bytes of every write, in order.
	Sent [][]byte
	// TopUps, Asks and Cancels are answered in turn; the last one is repeated.
	TopUps, Asks, Cancels []client.Outcome[client.TopUp]
	Opens, Closes         []client.Outcome[client.DrawerSession]
	Locks, LockAsks       []client.Outcome[client.Lock]
	Person                client.Outcome[client.PersonRef]
	Undo
	Hands
	Past
	LastPerson              client.Person
	LastSix                 string
	LastLines               client.TransactionQuery
	Report                  client.DrawerReport
	ReportErr               error
	Movements, MovementAsks []client.Outcome[client.Movement]
	// Counts and CountAsks are answered in turn; with none left, a count is kept as the contract says.
	Counts, CountAsks []client.Outcome[client.Count]
	counted           []client.Count
	// Listed are what the office has of this desk besides the top-ups that it has answered as posted or
	// rejected; Gaps and ListedErr go with it.
	Listed    []client.TopUp
	Gaps      []client.SeqGap
	ListedErr error
	ended     []client.TopUp
}

// NewOffice is an NLB branch with one active card, 100000014, and a clerk, Ana.
func NewOffice() *Office {
	return &Office{
		Asked: map[string]int{}, Lifetime: 8 * time.Hour,
		MeAnswer: client.Me{
			Staff:  client.Staff{Number: "1001", Alias: "Ana"},
			Office: client.Office{ID: "nlb-kranj", Name: "NLB Poslovalnica Kranj", Kind: client.BankOffice, Town: "Kranj"},
			Capabilities: []client.Capability{
				client.MayReadCards, client.MayTopUp, client.MayUseDrawer, client.MayOrder, client.MayLock, client.MayReverse, client.MayUnlock,
			},
			ContractVersion: "1.4.0", Time: Start,
		},
		Cards: map[string]client.Card{"100000014": {
			MokID: "100000014", State: client.CardActive, StateSince: Start.AddDate(-1, 0, 0),
			Kind: client.CardKind{Code: "osebna", Name: "Osebna"}, Holder: &client.Holder{Masked: "J••• N•••"},
			Balance: money.EUR(4230), PANLast4: "1205", Expires: "2028-05",
			PaymentOptions: client.PaymentOptions{Online: true}, AsOf: Start,
			Possible: []client.Act{client.ActTopUp, client.ActLock, client.ActOrder},
		}},
		Pages:       []client.TransactionPage{{AsOf: Start}},
		MatchAnswer: client.Match{Matched: true, AttemptsLeft: 5, MatchID: Match},
		QuoteAnswer: client.Quote{
			QuoteID: Quote, MokID: "100000014", Amount: money.EUR(5000), Fee: money.EUR(0), Total: money.EUR(5000),
			BalanceAfter: money.EUR(9230), ExpiresAt: Start.Add(10 * time.Minute),
			LimitsLeft: client.LimitsLeft{Balance: money.EUR(245770), Day: money.EUR(95000), Month: money.EUR(295000)},
		},
		DrawerNow: client.DrawerNow{Session: &client.DrawerSession{
			ID: Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen,
			Float: money.EUR(20000), Total: money.EUR(20000), OpenedAt: Start,
		}, AsOf: Start},
		Person: client.Outcome[client.PersonRef]{Verdict: client.Posted},
		Undo:   Undo{Found: posted()},
	}
}

// KeepsDrawersDay makes it an office that lets cash be moved, and tells X, Z and the lines of a day.
func KeepsDrawersDay(o *Office) {
	o.MeAnswer.Capabilities = append(o.MeAnswer.Capabilities, client.MayMoveCash, client.MayReport, client.MayHistory)
}

// CountsNotes makes it an office that has drawers counted by notes and coins. Each count is kept, and told against what the drawer holds.
func CountsNotes(o *Office) {
	o.MeAnswer.Capabilities = append(o.MeAnswer.Capabilities, client.MayCount)
}

func (o *Office) asked(what string) { o.Asked[what]++ }

// SignIn lets everybody in unless SignInErr is set.
func (o *Office) SignIn(_ context.Context, number, _ string) (client.SignIn, error) {
	o.asked("sign-in")
	o.MeAnswer.Staff.Number = number
	return client.SignIn{Staff: o.MeAnswer.Staff, ExpiresAt: Start.Add(o.Lifetime)}, o.SignInErr
}

// SignOut always works.
func (o *Office) SignOut(context.Context) error { o.asked("sign-out"); return nil }

// Me answers MeAnswer.
func (o *Office) Me(context.Context) (client.Me, error) { o.asked("me"); return o.MeAnswer, o.MeErr }

// Card answers from Cards.
func (o *Office) Card(_ context.Context, mokID string) (client.Card, error) {
	o.asked("card")
	card, ok := o.Cards[mokID]
	if o.CardErr == nil && !ok {
		return client.Card{}, &client.Error{Status: 404, Code: client.CodeCardNotFound}
	}
	return card, o.CardErr
}

// CardMinimal tells of Cards only that they exist.
func (o *Office) CardMinimal(_ context.Context, mokID string) (client.CardMinimal, error) {
	o.asked("card-minimal")
	card, ok := o.Cards[mokID]
	if !ok {
		return client.CardMinimal{}, &client.Error{Status: 404, Code: client.CodeCardNotFound}
	}
	return client.CardMinimal{MokID: mokID, Exists: true, Lockable: card.Allows(client.ActLock)}, o.CardErr
}

// Transactions answers Pages; the cursor of a page is its place.
func (o *Office) Transactions(_ context.Context, _ string, q client.TransactionQuery) (client.TransactionPage, error) {
	o.asked("transactions")
	o.LastLines = q
	if o.ListErr != nil {
		return client.TransactionPage{}, o.ListErr
	}
	if q.Cursor == "" || len(o.Pages) < 2 {
		return o.Pages[0], nil
	}
	return o.Pages[1], nil
}

// Match answers MatchAnswer.
func (o *Office) Match(_ context.Context, _, six string) (client.Match, error) {
	o.asked("match")
	o.LastSix = six
	return o.MatchAnswer, o.MatchErr
}

// QuoteTopUp answers QuoteAnswer.
func (o *Office) QuoteTopUp(_ context.Context, _ string, q client.QuoteRequest) (client.Quote, error) {
	o.asked("quote")
	answer := o.QuoteAnswer
	if answer.Amount != q.Amount {
		answer.Amount = q.Amount
		answer.Total, _ = q.Amount.Add(answer.Fee)
	}
	return answer, o.QuoteErr
}

// PutPerson answers Person.
func (o *Office) PutPerson(_ context.Context, p client.Person) client.Outcome[client.PersonRef] {
	o.asked("person")
	o.LastPerson = p
	return o.Person
}

func next[T any](answers *[]client.Outcome[T]) client.Outcome[T] {
	if len(*answers) == 0 {
		return client.Outcome[T]{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}
	}
	first := (*answers)[0]
	if len(*answers) > 1 {
		*answers = (*answers)[1:]
	}
	return first
}

// TopUp keeps the bytes and answers TopUps.
func (o *Office) TopUp(_ context.Context, s client.Sending) client.Outcome[client.TopUp] {
	o.asked("top-up")
	o.Sent = append(o.Sent, s.Body)
	return o.repeat(next(&o.TopUps), s.ID, s.Amount)
}

// AskTopUp answers Asks.
func (o *Office) AskTopUp(_ context.Context, id string, amount money.Amount) client.Outcome[client.TopUp] {
	o.asked("ask")
	return o.repeat(next(&o.Asks), id, amount)
}

// CancelTopUp answers Cancels.
func (o *Office) CancelTopUp(_ context.Context, c client.Cancellation) client.Outcome[client.TopUp] {
	o.asked("cancel")
	return o.repeat(next(&o.Cancels), c.ID, c.Amount)
}

// repeat makes a final answer speak of what was asked, as the contract demands, and keeps it for the list.
func (o *Office) repeat(out client.Outcome[client.TopUp], id string, amount money.Amount) client.Outcome[client.TopUp] {
	if !out.Verdict.Final() {
		return out
	}
	out.Answer.ID, out.Answer.Amount, out.Answer.State = id, amount, string(out.Verdict)
	known := slices.ContainsFunc(o.ended, func(t client.TopUp) bool { return t.ID == id })
	if out.Verdict != client.Cancelled && !known {
		listed := out.Answer
		for _, sent := range o.Sent {
			var body client.TopUpRequest
			if json.Unmarshal(sent, &body) == nil && body.ID == id {
				listed.MokID, listed.Seq, listed.Desk = body.MokID, body.Seq, body.Desk
			}
		}
		o.ended = append(o.ended, listed)
	}
	return out
}

// DeskTopUps answers what was posted and rejected, and Listed, in two pages.
func (o *Office) DeskTopUps(_ context.Context, fromSeq int64, cursor string) (client.TopUpPage, error) {
	o.asked("desk-top-ups")
	page := client.TopUpPage{Gaps: o.Gaps, AsOf: Start}
	if cursor == "" {
		page.NextCursor = "second"
	}
	for _, item := range slices.Concat(o.ended, o.Listed) {
		if item.Seq >= fromSeq && (item.Seq%2 == 0) == (cursor != "") {
			page.Items = append(page.Items, item)
		}
	}
	return page, o.ListedErr
}

// CurrentDrawer answers DrawerNow.
func (o *Office) CurrentDrawer(context.Context) (client.DrawerNow, error) {
	o.asked("drawer")
	return o.DrawerNow, o.DrawerErr
}

// OpenDrawer keeps the bytes and answers Opens.
func (o *Office) OpenDrawer(_ context.Context, s client.Sending) client.Outcome[client.DrawerSession] {
	o.asked("drawer-open")
	o.Sent = append(o.Sent, s.Body)
	return next(&o.Opens)
}

// CloseDrawer keeps the bytes and answers Closes.
func (o *Office) CloseDrawer(_ context.Context, s client.Sending) client.Outcome[client.DrawerSession] {
	o.asked("drawer-close")
	o.Sent = append(o.Sent, s.Body)
	return next(&o.Closes)
}

// Lock keeps the bytes and answers Locks.
func (o *Office) Lock(_ context.Context, s client.Sending) client.Outcome[client.Lock] {
	o.asked("lock")
	o.Sent = append(o.Sent, s.Body)
	return next(&o.Locks)
}

// AskLock answers LockAsks.
func (o *Office) AskLock(context.Context, string, string) client.Outcome[client.Lock] {
	o.asked("lock-ask")
	return next(&o.LockAsks)
}

// MoveCash keeps the bytes and answers Movements.
func (o *Office) MoveCash(_ context.Context, s client.Sending) client.Outcome[client.Movement] {
	o.asked("movement")
	o.Sent = append(o.Sent, s.Body)
	return next(&o.Movements)
}

// AskMovement answers MovementAsks.
func (o *Office) AskMovement(context.Context, string, string, money.Amount) client.Outcome[client.Movement] {
	o.asked("movement-ask")
	return next(&o.MovementAsks)
}

// DrawerReport answers Report.
func (o *Office) DrawerReport(_ context.Context, session string, kind client.ReportKind) (client.DrawerReport, error) {
	o.asked("report-" + string(kind))
	r := o.Report
	r.Kind, r.Session.ID = kind, session
	return r, o.ReportErr
}

// Health answers with the time unless HealthErr is set.
func (o *Office) Health(context.Context) (client.Health, error) {
	o.asked("health")
	return client.Health{Status: "ok", Version: "test", ContractVersion: "1.0.0", Time: Start, Practice: o.Practice}, o.HealthErr
}

// PaymentOrderAccount answers Account.
func (o *Office) PaymentOrderAccount(context.Context) (client.OrderAccount, error) {
	if o.Account.IBAN == "" {
		return client.OrderAccount{}, &client.Error{Code: client.CodeNoConnection}
	}
	return o.Account, nil
}

// OfficeTime tells the skew.
func (o *Office) OfficeTime() (time.Time, time.Duration, bool) {
	return Start.Add(o.Skew), o.Skew, true
}

// Final makes a final outcome.
func Final(v client.Verdict, answer client.TopUp) []client.Outcome[client.TopUp] {
	return []client.Outcome[client.TopUp]{{Verdict: v, Answer: answer}}
}

// NotKnown makes an outcome that is not final, with the code of why.
func NotKnown(v client.Verdict, code string) []client.Outcome[client.TopUp] {
	return []client.Outcome[client.TopUp]{{Verdict: v, Err: &client.Error{Code: code}}}
}
