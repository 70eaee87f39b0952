package topup

import "cekr.kranj.si/desk/gui/flow/outbox"

// Abandon leaves the job on the screen, and calls then once it is left, on disk too. It does nothing where the job can't be left.
func Abandon(t *Flow, then func()) {
	switch st := t.State(); {
	case !st.May(Leave):
	case st.Stage == outbox.Begun:
		t.form.follow(Leave, func() { t.saying(nil)(); then() })
	default:
		t.Leave()
		then()
	}
}
