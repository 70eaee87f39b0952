package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"
	"time"
)

// The suite's own types of what undoes, and of the second person; see wire.go.

type reversalBody struct {
	ID              string `json:"id"`
	TopUpID         string `json:"topUpId"`
	MokID           string `json:"mokId"`
	Amount          amount `json:"amount"`
	Reason          string `json:"reason"`
	DrawerSessionID string `json:"drawerSessionId"`
	Staff           string `json:"staff"`
	Desk            string `json:"desk"`
	ApprovalID      string `json:"approvalId,omitempty"`
}

type reversal struct {
	ID               string    `json:"id"`
	TopUpID          string    `json:"topUpId"`
	MokID            string    `json:"mokId"`
	Amount           amount    `json:"amount"`
	State            string    `json:"state"`
	Code             string    `json:"code"`
	Total            amount    `json:"total"`
	ReceiptNumber    string    `json:"receiptNumber"`
	BookedAt         time.Time `json:"bookedAt"`
	BalanceAfter     amount    `json:"balanceAfter"`
	CorrectionNumber string    `json:"correctionNumber"`
	ReversedBy       string    `json:"reversedBy"`
}

type foundTopUp struct {
	TopUp struct {
		topUp
		Reversal *struct {
			ID            string `json:"id"`
			ReceiptNumber string `json:"receiptNumber"`
			Total         amount `json:"total"`
		} `json:"reversal"`
	} `json:"topUp"`
	Correction *correction `json:"correction"`
	Offer      struct {
		Way           string `json:"way"`
		Code          string `json:"code"`
		NeedsApproval bool   `json:"needsApproval"`
		BelowZero     bool   `json:"belowZero"`
	} `json:"offer"`
}

type correction struct {
	Number  string `json:"number"`
	TopUpID string `json:"topUpId"`
	Amount  amount `json:"amount"`
	State   string `json:"state"`
}

type approvalBody struct {
	ID          string  `json:"id"`
	Act         string  `json:"act"`
	SubjectID   string  `json:"subjectId"`
	SubjectHash string  `json:"subjectHash"`
	MokID       string  `json:"mokId,omitempty"`
	Amount      *amount `json:"amount,omitempty"`
	Maker       string  `json:"maker"`
	Desk        string  `json:"desk"`
}

type approval struct {
	ID        string    `json:"id"`
	State     string    `json:"state"`
	Code      string    `json:"code"`
	Approver  string    `json:"approver"`
	ExpiresAt time.Time `json:"expiresAt"`
}

type unlockBody struct {
	ID         string `json:"id"`
	MokID      string `json:"mokId"`
	Reason     string `json:"reason"`
	ApprovalID string `json:"approvalId"`
	Desk       string `json:"desk"`
	Staff      string `json:"staff"`
}

type unlock struct {
	ID         string    `json:"id"`
	MokID      string    `json:"mokId"`
	State      string    `json:"state"`
	Code       string    `json:"code"`
	CardState  string    `json:"cardState"`
	UnlockedAt time.Time `json:"unlockedAt"`
}

// frozen is a write as the journal holds it.
type frozen struct {
	kind, id string
	raw      []byte
}

func (f frozen) path() string { return "/v1/" + f.kind + "/" + f.id }

func (d *desk) put(t *testing.T, f frozen) answer {
	t.Helper()
	return d.s.put(t, d.token, f.path(), f.raw)
}

func (d *desk) asked(t *testing.T, f frozen) answer {
	t.Helper()
	return d.s.get(t, d.token, f.path(), "")
}

// stateOf is what the office knows of a write's id.
func (d *desk) stateOf(t *testing.T, f frozen) string {
	t.Helper()
	var got struct{ State string }
	d.asked(t, f).want(t, 200).into(t, &got)
	return got.State
}

func undoParts() []part {
	return []part{
		{"FindTopUp", (*suite).findTopUp},
		{"Reversal", (*suite).reversals},
		{"ReversalRejections", (*suite).reversalRejections},
		{"ReversalBodies", (*suite).reversalBodies},
		{"ReversalInFlight", (*suite).reversalInFlight},
		{"ReversalsAtOnce", (*suite).reversalsAtOnce},
		{"Corrections", (*suite).corrections},
		{"Approval", (*suite).approvals},
		{"ApprovalRejections", (*suite).approvalRejections},
		{"ApprovalBinding", (*suite).approvalBinding},
		{"ApprovedReversal", (*suite).approvedReversal},
		{"ApprovedTopUp", (*suite).approvedTopUp},
		{"UnlockRejections", (*suite).unlockRejections},
	}
}

// may tells whether a clerk was named who has a capability.
func (s *suite) may(t *testing.T, staff Staff, capability string) bool {
	t.Helper()
	if staff.Number == "" {
		return false
	}
	m, _ := s.readMe(t, staff)
	return slices.Contains(m.Capabilities, capability)
}

// offered leaves the test out, unless the office gives the clerk the capability. One that leaves it out forbids what needs it.
func (s *suite) offered(t *testing.T, capability string) {
	t.Helper()
	have := s.may(t, s.office.Clerk, capability)
	if !have {
		for _, op := range s.spec.ops {
			if op.capability() == capability {
				q := s.sample(t, op)
				q.token = s.reader(t)
				s.send(t, q).refused(t, 403, "forbidden")
			}
		}
	}
	s.needs(t, have, "an office that gives its clerks "+capability)
}

// approver is the token of a second person, who may approve.
func (s *suite) approver(t *testing.T) string {
	t.Helper()
	s.needs(t, s.may(t, s.office.Supervisor, "approve"), "a second person with approve (-staff-supervisor)")
	return s.tokenOf(t, s.office.Supervisor)
}

// agreement freezes a second person's word on a write, with the values that stand in it.
func agreement(t *testing.T, id, act string, subject frozen, change ...func(*approvalBody)) frozen {
	t.Helper()
	var what struct {
		MokID       string
		Amount      *amount
		Staff, Desk string
	}
	if err := json.Unmarshal(subject.raw, &what); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(subject.raw)
	body := approvalBody{id, act, subject.id, hex.EncodeToString(sum[:]), what.MokID, what.Amount, what.Staff, what.Desk}
	for _, edit := range change {
		edit(&body)
	}
	return frozen{"approvals", id, bytesOf(body)}
}

// agree has the second person agree to a write.
func (s *suite) agree(t *testing.T, f frozen) approval {
	t.Helper()
	var got approval
	s.put(t, s.approver(t), f.path(), f.raw).want(t, 201).into(t, &got)
	if got.State != "posted" {
		t.Fatalf("the approval is %s %s", got.State, got.Code)
	}
	return got
}

// undoRejected holds a rejection against what was sent, and that it stays one.
func (d *desk) undoRejected(t *testing.T, f frozen, code string) answer {
	t.Helper()
	first := d.put(t, f).want(t, 201)
	var got struct{ ID, State, Code string }
	first.into(t, &got)
	if d.s.seen.rejection(got.Code); got.ID != f.id || got.State != "rejected" || got.Code != code {
		t.Errorf("want it rejected with %s\n%v", code, first)
	}
	same(t, first, d.put(t, f).want(t, 200))
	same(t, first, d.asked(t, f).want(t, 200))
	return first
}
