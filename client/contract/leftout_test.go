package contract

import (
	"strings"
	"testing"
)

// An office may leave out storno, unlock, the second person and a drawer's movements, counts, report and changes of hands: it forbids them, and the suite
// says what it did not try.
func TestAnOfficeWithoutWhatItMayLeaveOutKeepsTheContract(t *testing.T) {
	office, _ := embeddedOffice(t)
	s := mustSpec(t)
	without := func(office realOffice, q officeRequest) officeAnswer {
		if op, _ := s.find(q.method, q.path); op != nil && op.capability() != "" && q.header.Get("Authorization") != "" {
			a := office(officeRequest{"GET", "/v1/cards/100000014/look-ups", "", q.header, nil}) // 403 to a clerk, 200 to a supervisor
			if a.status == 200 {
				a = office(officeRequest{"GET", "/v1/top-ups/1", "", q.header, nil}).swap(`"bad-request"`, `"forbidden"`).swap(`"status":400`, `"status":403`)
				a.status = 403
			}
			return a
		}
		a := office(q)
		if q.path == "/v1/me" {
			for _, word := range []string{`,"reversal"`, `,"unlock"`, `,"approve"`, `,"movement"`, `,"count"`, `,"report"`, `,"custody"`, `,"supervise"`, `,"history"`} {
				a = a.swap(word, ``)
			}
			a = a.swap(`"approvalMinutes":10,`, ``)
		}
		return a
	}
	out := passes(t, office, "Me|FindTopUp|Reversal.*|Corrections|Approv.*|Unlock.*|Movement.*|Count.*|DrawerReport|HandOver|TakeOver|Custody.*|BranchDrawers|OwnersClose|DrawerOperations.*|DrawerSessions|TransactionFilters|Sender", without)
	for _, part := range []string{"FindTopUp", "Reversal", "Corrections", "ApprovalBinding", "ApprovedTopUp", "UnlockRejections", "Unlock", "Movement", "Count", "DrawerReport", "HandOver", "TakeOver", "CustodyRejections", "CustodyAtOnce", "BranchDrawers",
		"DrawerOperations", "DrawerSessions", "TransactionFilters"} {
		if !strings.Contains(out, "--- SKIP: TestConformance/"+part+" (") {
			t.Errorf("%s is not left out:\n%s", part, out)
		}
	}
	if !strings.Contains(out, "left out: needs an office that gives its clerks unlock") {
		t.Errorf("what was not tried is not told:\n%s", out)
	}
}
