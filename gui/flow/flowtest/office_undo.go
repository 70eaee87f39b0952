package flowtest

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// Undo is what the office answers about reversals, unlocks and approvals.
type Undo struct {
	Reversals, ReversalAsks []client.Outcome[client.Reversal]
	Approvals, ApprovalAsks []client.Outcome[client.Approval]
	Unlocks, UnlockAsks     []client.Outcome[client.Unlock]
	// Found is the top-up that is found, whatever is looked for; FindErr comes before it.
	Found   client.FoundTopUp
	FindErr error
	// Corrected is the correction that is found by its number; with none the office knows none.
	Corrected client.Correction
	// LastFind is what was looked for last.
	LastFind  client.TopUpQuery
	BesideErr error
	// Beside counts the second persons who are signed in now.
	Beside int
	// LastPIN is the PIN of the last sign-in beside the clerk.
	LastPIN string
}

// posted is a top-up of 50 EUR on the card 100000014, whose receipt is KR-2026-000123.
func posted() client.FoundTopUp {
	return client.FoundTopUp{
		TopUp: client.TopUp{
			ID: Posted, MokID: "100000014", State: "posted", Amount: money.EUR(5000), Fee: money.EUR(150), Total: money.EUR(5150),
			ReceiptNumber: "KR-2026-000123", BookedAt: Start, Desk: "DESK-1", Staff: "1001", DrawerSessionID: Drawer,
		},
		Offer: client.ReversalOffer{Way: client.OfferNow}, AsOf: Start,
	}
}

// FindTopUp answers Found.
func (o *Office) FindTopUp(_ context.Context, q client.TopUpQuery) (client.FoundTopUp, error) {
	o.asked("find")
	o.LastFind = q
	return o.Found, o.FindErr
}

// Correction answers Corrected.
func (o *Office) Correction(context.Context, string) (client.Correction, error) {
	o.asked("correction")
	if o.Corrected.Number == "" {
		return client.Correction{}, &client.Error{Status: 404, Code: client.CodeCorrectionUnknown}
	}
	return o.Corrected, nil
}

// Reverse keeps the bytes and answers Reversals.
func (o *Office) Reverse(_ context.Context, s client.Sending) client.Outcome[client.Reversal] {
	o.asked("reverse")
	o.Sent = append(o.Sent, s.Body)
	return reversed(next(&o.Reversals), s.ID, s.Amount)
}

// AskReversal answers ReversalAsks.
func (o *Office) AskReversal(_ context.Context, id, _ string, amount money.Amount) client.Outcome[client.Reversal] {
	o.asked("reversal-ask")
	return reversed(next(&o.ReversalAsks), id, amount)
}

// reversed makes a final answer speak of what was asked, as the contract demands.
func reversed(out client.Outcome[client.Reversal], id string, amount money.Amount) client.Outcome[client.Reversal] {
	if out.Verdict.Final() {
		out.Answer.ID, out.Answer.Amount, out.Answer.State = id, amount, string(out.Verdict)
	}
	return out
}

// Unlock keeps the bytes and answers Unlocks.
func (o *Office) Unlock(_ context.Context, s client.Sending) client.Outcome[client.Unlock] {
	o.asked("unlock")
	o.Sent = append(o.Sent, s.Body)
	return next(&o.Unlocks)
}

// AskUnlock answers UnlockAsks.
func (o *Office) AskUnlock(context.Context, string, string) client.Outcome[client.Unlock] {
	o.asked("unlock-ask")
	return next(&o.UnlockAsks)
}

// SignInBeside lets everybody in unless BesideErr is set; the alias is Boris.
func (o *Office) SignInBeside(_ context.Context, number, pin string) (client.SecondPerson, error) {
	o.asked("beside")
	o.LastPIN = pin
	if o.BesideErr != nil {
		return nil, o.BesideErr
	}
	o.Beside++
	return &second{office: o, number: number}, nil
}

// AskApproval answers ApprovalAsks.
func (o *Office) AskApproval(context.Context, string, string, money.Amount) client.Outcome[client.Approval] {
	o.asked("approval-ask")
	return next(&o.ApprovalAsks)
}

// second is a second person.
type second struct {
	office *Office
	number string
	gone   bool
}

// Session is the person's own.
func (s *second) Session() client.SignIn {
	return client.SignIn{Staff: client.Staff{Number: s.number, Alias: "Boris"}, ExpiresAt: Start.Add(s.office.Lifetime)}
}

// Approve keeps the bytes and answers Approvals.
func (s *second) Approve(_ context.Context, sent client.Sending) client.Outcome[client.Approval] {
	s.office.asked("approve")
	s.office.Sent = append(s.office.Sent, sent.Body)
	return next(&s.office.Approvals)
}

// SignOut ends the person's token, once.
func (s *second) SignOut(context.Context) error {
	s.office.asked("sign-out-beside")
	if !s.gone {
		s.gone = true
		s.office.Beside--
	}
	return nil
}
