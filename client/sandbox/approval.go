package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/money"
)

const actApproval = "approval"

// What a second person may agree to. The words are the contract's.
const (
	approveTopUp      = "topUp"
	approveReversal   = "reversal"
	approveUnlock     = "unlock"
	approveMovement   = "movement"
	approveSettlement = "settlement"
)

// makerNeeds is what the maker of an act must be able to do.
var makerNeeds = map[string]string{approveTopUp: capTopUp, approveReversal: capReversal, approveUnlock: capUnlock,
	approveMovement: capDrawer, approveSettlement: capDrawer, approveCustody: capCustody}

// approverNeeds is what the second person must be able to do: a drawer is received by whoever keeps drawers.
func approverNeeds(act string) string {
	if act == approveCustody {
		return capCustody
	}
	return capApprove
}

var isHash = regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString

// approvalBody is the desk's body of an approval. It does not name who approves: that is whose token brings it.
type approvalBody struct {
	id, act, subject, hash, mokID, maker, desk string
	cents                                      int64
	typed                                      bool // an amount
}

func (b *approvalBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "act": text(&b.act, oneOf(approveTopUp, approveReversal, approveUnlock, approveMovement, approveSettlement, approveCustody)),
		"subjectId": text(&b.subject, isUUID), "subjectHash": text(&b.hash, isHash), "mokId": optional(text(&b.mokID, isMokID)),
		"amount": optional(anyAmount(&b.cents, &b.typed)), "maker": text(&b.maker, isStaff), "desk": text(&b.desk, isDesk),
	}
}

// complete tells whether what the act has was typed again, and nothing else.
func (b *approvalBody) complete() bool {
	onCard := slices.Contains([]string{approveTopUp, approveReversal, approveUnlock}, b.act)
	fits := b.cents != 0
	switch {
	case onCard:
		fits = b.cents >= 1
	case b.act == approveCustody, b.act == approveSettlement:
		fits = b.cents >= 0 // an empty drawer is closed and changes hands, too
	}
	return (b.mokID != "") == onCard && b.typed == (b.act != approveUnlock) && (!b.typed || fits)
}

// approvalWire is how an approval ended.
type approvalWire struct {
	ID          string        `json:"id"`
	Act         string        `json:"act"`
	SubjectID   string        `json:"subjectId"`
	SubjectHash string        `json:"subjectHash"`
	MokID       string        `json:"mokId,omitempty"`
	Amount      *money.Amount `json:"amount,omitempty"`
	State       string        `json:"state"`
	Code        string        `json:"code,omitempty"`
	Approver    string        `json:"approver"`
	ExpiresAt   string        `json:"expiresAt,omitempty"`
	TraceID     string        `json:"traceId"`
}

// sentBy has nothing to add: the approver is the sender.
func (w *approvalWire) sentBy(string) {}

// approve keeps that a second person, whose token this is, agrees to the bytes of a write to come.
func (o *Office) approve(r *request) (reply, error) {
	var b approvalBody
	body, err := r.body(b.fields())
	if err == nil && !b.complete() {
		err = badRequest("body", "not the values that the act has")
	}
	if err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&b.id)
	if err != nil {
		return reply{}, err
	}
	if !r.who.may(approverNeeds(b.act)) {
		return reply{}, refuse("forbidden")
	}
	return o.once(r, write{act: actApproval, id: id, body: body}, func(t *tx) (ended, error) {
		wire := approvalWire{ID: b.id, Act: b.act, SubjectID: b.subject, SubjectHash: b.hash, MokID: b.mokID, State: "rejected",
			Approver: r.who.staff, TraceID: r.w.trace}
		if b.typed {
			wire.Amount = euros(b.cents)
		}
		err := o.judgeApproval(t, &b, &wire)
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judgeApproval completes the answer to an approval: rejected with its code, or posted with its end.
func (o *Office) judgeApproval(t *tx, b *approvalBody, wire *approvalWire) error {
	now := o.now()
	able, err := t.staffMay(b.maker, makerNeeds[b.act])
	if err != nil {
		return err
	}
	switch {
	case !able:
		wire.Code = "forbidden-office"
	case b.maker == wire.Approver:
		wire.Code = "same-person"
	default:
		p, err := readPolicy(t)
		if err != nil {
			return err
		}
		ends := now.Add(p.approvalLife)
		wire.State, wire.ExpiresAt = "posted", stamp(ends)
		return t.insertApproval(b, wire, now.UnixMilli(), ends.UnixMilli())
	}
	return t.insertApproval(b, wire, now.UnixMilli(), nil)
}

func (t *tx) insertApproval(b *approvalBody, wire *approvalWire, at int64, ends any) error {
	hash, err := hex.DecodeString(b.hash)
	if err != nil {
		return err
	}
	var cents any
	if b.typed {
		cents = b.cents
	}
	return t.exec(`INSERT INTO approvals (id, state, act, subject, hash, mok_id, amount, maker, approver, desk, at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.id, wire.State, b.act, b.subject, hash, orNil(b.mokID), cents, b.maker,
		wire.Approver, b.desk, at, ends)
}

// subject is a write that a second person may have agreed to, as it arrived.
type subject struct {
	act, id, mokID, maker string
	cents                 int64
	raw                   []byte
	sender                string // the clerk whose token brought it
	approval              string // the approval it names; empty for none
}

// approvalFlaw looks for the first reason not to take the approval that a write names, in the contract's order; none is
// an empty code. One that is named must be good, whether or not it is needed.
func (t *tx) approvalFlaw(s subject, needed bool, now time.Time) (string, error) {
	if s.approval == "" {
		if needed {
			return "approval-required", nil
		}
		return "", nil
	}
	var act, id, maker, approver string
	var mokID, usedBy *string
	var cents *int64
	var hash []byte
	var ends int64
	found, err := t.row(`SELECT act, subject, hash, mok_id, amount, maker, approver, expires_at, used_by FROM approvals
		WHERE id = ? AND state = 'posted'`, args(s.approval), &act, &id, &hash, &mokID, &cents, &maker, &approver, &ends, &usedBy)
	sum := sha256.Sum256(s.raw)
	switch {
	case err != nil:
		return "", err
	case !found:
		return "approval-unknown", nil
	case approver == s.maker || approver == s.sender:
		return "same-person", nil
	case usedBy != nil:
		return "approval-used", nil
	case ends <= now.UnixMilli():
		return "approval-expired", nil
	case act != s.act || id != s.id || maker != s.maker || !bytes.Equal(hash, sum[:]) ||
		valueOf(mokID) != s.mokID || valueOf(cents) != s.cents:
		return "approval-mismatch", nil
	}
	return "", nil
}

// valueOf is what a column holds; what it has nothing in counts as nothing.
func valueOf[T any](column *T) (value T) {
	if column != nil {
		value = *column
	}
	return value
}

// useApproval notes that a write was done on an approval, and gives whose it is; empty for none. The database lets it be used once.
func (t *tx) useApproval(s subject) (approver string, err error) {
	if s.approval == "" {
		return "", nil
	}
	_, err = t.row(`UPDATE approvals SET used_by = ? WHERE id = ? RETURNING approver`, args(s.id, s.approval), &approver)
	return approver, err
}

// askApproval tells what became of an approval's id.
func (o *Office) askApproval(r *request) (reply, error) { return o.ask(r, actApproval) }

// approvalAudits are what must find nothing of approvals; see audits.
var approvalAudits = []audit{
	{"an approval and its answer are not both there", `SELECT 1 FROM approvals a FULL JOIN (SELECT id, answer, sender FROM writes WHERE act = 'approval') w
		ON w.id = a.id WHERE w.id IS NULL OR a.id IS NULL OR json_extract(w.answer, '$.state') <> a.state OR w.sender <> a.approver
		OR json_extract(w.answer, '$.subjectHash') <> lower(hex(a.hash))`},
	{"an approval was used by a write that it is not of", `SELECT 1 FROM approvals a LEFT JOIN writes w
		ON w.id = a.used_by AND w.act = CASE a.act WHEN 'topUp' THEN 'top-up' WHEN 'settlement' THEN 'drawer-close' ELSE a.act END
		WHERE a.used_by IS NOT NULL AND (w.fingerprint IS NULL OR w.fingerprint <> a.hash OR w.sender = a.approver
			OR json_extract(w.answer, '$.state') NOT IN ('posted', 'closed'))`},
	{"an answer tells another second person than has agreed", `SELECT 1 FROM writes w JOIN approvals a ON a.used_by = w.id
		WHERE w.act <> 'approval' AND json_extract(w.answer, '$.approver') <> a.approver`},
}
