package flowtest

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// Hands is what the office answers about drawers that pass into other hands.
type Hands struct {
	Customs, CustodyAsks []client.Outcome[client.Custody]
	// Branch is the page of open drawers; BranchErr comes before it.
	Branch    client.DrawerPage
	BranchErr error
}

// PassesDrawers makes it an office whose drawers can pass into other hands, with a supervisor's view for its clerk.
func PassesDrawers(o *Office) {
	o.MeAnswer.Capabilities = append(o.MeAnswer.Capabilities, client.MayChangeHands, client.MaySupervise)
}

// ChangeCustody keeps the bytes and answers Customs.
func (o *Office) ChangeCustody(_ context.Context, s client.Sending) client.Outcome[client.Custody] {
	o.asked("custody")
	o.Sent = append(o.Sent, s.Body)
	return passed(next(&o.Customs), s.ID, s.Amount)
}

// AskCustody answers CustodyAsks.
func (o *Office) AskCustody(_ context.Context, _, id string, counted money.Amount) client.Outcome[client.Custody] {
	o.asked("custody-ask")
	return passed(next(&o.CustodyAsks), id, counted)
}

// Drawers answers Branch.
func (o *Office) Drawers(context.Context, string) (client.DrawerPage, error) {
	o.asked("drawers")
	return o.Branch, o.BranchErr
}

// passed makes a final answer speak of what was asked, as the contract demands.
func passed(out client.Outcome[client.Custody], id string, counted money.Amount) client.Outcome[client.Custody] {
	if out.Verdict.Final() {
		out.Answer.ID, out.Answer.Counted, out.Answer.State = id, counted, string(out.Verdict)
	}
	return out
}
