package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// ApprovalAct is what a second person agrees to.
type ApprovalAct string

// The acts of the contract that this desk lets a second person agree to.
const (
	ApproveTopUp    ApprovalAct = "topUp"
	ApproveReversal ApprovalAct = "reversal"
	ApproveUnlock   ApprovalAct = "unlock"
	// ApproveCustody: a drawer passes into other hands; of a hand-over, the receiver's consent.
	ApproveCustody ApprovalAct = "custody"
	// ApproveSettlement is a drawer's close with a difference above the office's tolerance.
	ApproveSettlement ApprovalAct = "settlement"
)

// MovesMoney reports whether the approver types an amount again, OnCard whether a MOK ID.
func (a ApprovalAct) MovesMoney() bool { return a != ApproveUnlock }
func (a ApprovalAct) OnCard() bool     { return a != ApproveCustody && a != ApproveSettlement }

// least is the smallest amount that the approver can type, in cents: an empty drawer is closed and changes hands, too.
func (a ApprovalAct) least() int64 {
	if !a.OnCard() {
		return 0
	}
	return 1
}

var approvalActs = []ApprovalAct{ApproveTopUp, ApproveReversal, ApproveUnlock, ApproveCustody, ApproveSettlement}

// ApprovalRequest is the body of an approval. Its bytes are made once, by Encode, journaled, and sent as they are, with
// the approver's own token: who approves stands in no body.
type ApprovalRequest struct {
	ID  string      `json:"id"`
	Act ApprovalAct `json:"act"`
	// SubjectID is the id of the write that is agreed to, SubjectHash what HashOf gives of its frozen body, which names ID.
	SubjectID   string `json:"subjectId"`
	SubjectHash string `json:"subjectHash"`
	// MokID and Amount are as the approver typed them, without fee; no amount for an unlock, no card for a drawer. The amount of a settlement is the count.
	MokID  string        `json:"mokId,omitempty"`
	Amount *money.Amount `json:"amount,omitempty"`
	// Maker is the clerk whose act it is, Staff of the subject.
	Maker string `json:"maker"`
	Desk  string `json:"desk"`
}

// Approval is the office's word on an approval. ID and State are always there; the rest as far as it belongs to State.
type Approval struct {
	ID          string       `json:"id"`
	Act         ApprovalAct  `json:"act" contract:"optional"`
	SubjectID   string       `json:"subjectId" contract:"optional"`
	SubjectHash string       `json:"subjectHash" contract:"optional"`
	MokID       string       `json:"mokId" contract:"optional"`
	Amount      money.Amount `json:"amount" contract:"optional"`
	// State is posted, rejected, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code string `json:"code" contract:"code"`
	// Approver is the second person's number.
	Approver string `json:"approver" contract:"staff"`
	// ExpiresAt is when the approval ends, by the office's clock. It serves one write until then.
	ExpiresAt time.Time `json:"expiresAt" contract:"optional"`
	TraceID   string    `json:"traceId" contract:"optional"`
}

// HashOf is the SHA-256, in hex, of a body's bytes: how an approval names what it agrees to.
func HashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Encode gives the canonical bytes, or says what the contract does not allow.
func (r ApprovalRequest) Encode() ([]byte, error) {
	known := slices.Contains(approvalActs, r.Act)
	card := rule{r.Act.OnCard() == (r.MokID != "") && (r.MokID == "" || ident.IsMokID(r.MokID)), "MOK ID"}
	rules := []rule{isID(r.ID), {known, "act"}, isUUID(r.SubjectID, "subject"), {r.SubjectHash != "" && reHash.MatchString(r.SubjectHash), "subject's hash"},
		card, {r.Act.MovesMoney() == (r.Amount != nil), "amount"}, isStaff(r.Maker), isDesk(r.Desk)}
	if r.Amount != nil {
		rules = append(rules, isAmount(*r.Amount, r.Act.least(), "amount"))
	}
	if err := check(rules...); err != nil {
		return nil, err
	}
	return encode(r)
}

// SecondPerson is somebody signed in beside the clerk of a desk, to agree to one act. The token is in memory only.
type SecondPerson interface {
	// Session is who it is, and until when the token lives.
	Session() SignIn
	// Approve puts the journaled bytes on the wire, once, with this person's token. Sending.Amount is the amount that was
	// typed again, zero for an unlock. Rejections: same-person, forbidden-office. Problem: forbidden, for who may not approve.
	Approve(ctx context.Context, s Sending) Outcome[Approval]
	// SignOut forgets the token, whatever happens; see Client.SignOut.
	SignOut(ctx context.Context) error
}

// SignInBeside signs a second person in at this desk. The clerk's own sign-in stays as it is, whatever becomes of the
// other one. Problems as of SignIn.
func (c *Client) SignInBeside(ctx context.Context, staffNumber, pin string) (SecondPerson, error) {
	other := &Client{base: c.base, secure: c.secure, desk: c.desk, secret: c.secret, language: c.language, log: c.log,
		agent: c.agent, pause: c.pause, writing: c.writing, reading: c.reading}
	who, err := other.SignIn(ctx, staffNumber, pin)
	if err != nil {
		return nil, err
	}
	return secondPerson{other, who}, nil
}

// secondPerson is a client with the second person's token.
type secondPerson struct {
	*Client
	who SignIn
}

func (p secondPerson) Session() SignIn { return p.who }

func (p secondPerson) Approve(ctx context.Context, s Sending) Outcome[Approval] {
	return putJournaled(ctx, p.Client, at("/v1/approvals/{id}", s.ID), s, expected{ends: postedOrRejected}, approvalBody.fields, Approval.fields)
}

// AskApproval asks, with the clerk's own token, what became of an approval's id. mokID and amount are those that were
// typed again; no amount for an unlock, no card for a drawer. It is never NotSent; State tells inFlight and unseen.
func (c *Client) AskApproval(ctx context.Context, id, mokID string, amount money.Amount) Outcome[Approval] {
	want := expected{id: id, mokID: mokID, amount: amount, ends: postedOrRejected}
	cash := mokID == "" && isAmount(amount, 0, "").holds
	onCard := ident.IsMokID(mokID) && (amount == money.Amount{} || isAmount(amount, 1, "").holds)
	return ask(ctx, c, at("/v1/approvals/{id}", id), want, Approval.fields, isID(id), rule{cash || onCard, "card or amount"})
}

func (a Approval) fields() writeFields {
	return writeFields{id: a.ID, mokID: a.MokID, subject: a.SubjectHash, state: a.State, amount: a.Amount}
}

// approvalBody is what a journaled body must say of itself, whatever version wrote it.
type approvalBody struct {
	ID          string       `json:"id"`
	SubjectHash string       `json:"subjectHash"`
	MokID       string       `json:"mokId" contract:"optional"`
	Amount      money.Amount `json:"amount" contract:"optional"`
}

func (b approvalBody) fields() writeFields {
	return writeFields{id: b.ID, mokID: b.MokID, subject: b.SubjectHash, amount: b.Amount}
}
