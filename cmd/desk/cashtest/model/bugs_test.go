package model

import "testing"

// bug is a rule of the protocol that is broken on purpose.
type bug string

const (
	newIDOnRetry         bug = "a new id for a retry"
	rejectionNotKept     bug = "the office keeps no rejection"
	refusedIsFinal       bug = "a refusal that is not kept is taken as final"
	unseenGivesBack      bug = "unseen is taken as cancelled, without a tombstone"
	noTombstone          bug = "the office keeps no tombstone"
	fivexxRejects        bug = "5xx is taken as rejected"
	statusIsTrusted      bug = "a 200 is taken as posted"
	journalAfterSend     bug = "journal after send"
	recoveryDropsSending bug = "recovery drops a SENDING"
	officeForgetsIDs     bug = "the office keeps ids for a day"
	otherBytesOnRetry    bug = "a retry with other bytes"
	restartIsSilent      bug = "a desk that starts does not tell what ended"
	dialIsAlwaysNotSent  bug = "no connection is not sent, whatever was before"
)

// verdict is what a broken client says of an answer.
func (b bug) verdict(call uint8, a answer) (verdict uint8, broken bool) {
	switch {
	case b == refusedIsFinal && a == refused, b == fivexxRejects && a == failed:
		return isRejected, true
	case b == unseenGivesBack && a == notSeen:
		return isCancelled, true
	case b == statusIsTrusted && a == strange:
		return isPosted, true
	case b == dialIsAlwaysNotSent && a == noDial && call != check:
		return isNotSent, true
	}
	return 0, false
}

const (
	doubled  = "posted twice"
	gaveAway = "posted, and the cash was handed back"
	vanished = "the customer went with a receipt, and the office has not posted"
	stuck    = "no way leads out of it"
)

// bugs are all of them, with the harm that the search must find.
var bugs = map[bug]string{
	newIDOnRetry:         doubled,
	rejectionNotKept:     gaveAway,
	refusedIsFinal:       gaveAway,
	unseenGivesBack:      gaveAway,
	noTombstone:          gaveAway,
	fivexxRejects:        gaveAway,
	statusIsTrusted:      vanished,
	journalAfterSend:     gaveAway,
	recoveryDropsSending: gaveAway,
	officeForgetsIDs:     doubled,
	otherBytesOnRetry:    stuck,
	dialIsAlwaysNotSent:  gaveAway,
	restartIsSilent:      stuck,
}

// TestEveryBrokenRuleIsFound wants cash to be lost, and not only a false word on the way there.
func TestEveryBrokenRuleIsFound(t *testing.T) {
	for b, want := range bugs {
		t.Run(string(b), func(t *testing.T) {
			w := &world{only: true, late: 1, onlyCash: true, program: asked(t), bug: b}
			f := w.search()
			t.Log(f)
			if f.trouble != want {
				t.Errorf("found %q, want %q", f.trouble, want)
			}
		})
	}
}
