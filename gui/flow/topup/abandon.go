package topup

import "cekr.kranj.si/desk/gui/flow/outbox"

// Abandon leaves a job of which nothing was sent, and calls then once that is on disk. It does nothing while a request is on its way.
func Abandon(t *Flow, then func()) {
	switch st := t.State(); {
	case st.Asking != outbox.AskNothing:
	case st.Step == ReadBack, st.Step == Confirming:
		t.abandon(Idle, then)
	default:
		t.Release(true)
		then()
	}
}
