package reversal

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// looked is what the office has of what was looked for: a top-up, or a correction, whose number stands on a customer's slip too.
type looked struct {
	topUp      client.FoundTopUp
	correction client.Correction // where there is one and its top-up was not found
	err        error
}

func (r *Flow) find(q client.TopUpQuery) {
	r.follow(Find)
	r.item().Run(outbox.ReadLimit, func(ctx context.Context) func() {
		l := r.look(ctx, q)
		return func() { r.found(l) }
	})
}

func (r *Flow) look(ctx context.Context, q client.TopUpQuery) (l looked) {
	l.topUp, l.err = r.office.FindTopUp(ctx, q)
	if q.ReceiptNumber == "" || client.CodeOf(l.err) != client.CodeTopUpUnknown {
		return l
	}
	switch c, err := r.office.Correction(ctx, q.ReceiptNumber); {
	case err == nil:
		l.correction, l.err = c, nil
	case client.CodeOf(err) != client.CodeCorrectionUnknown:
		l.err = err
	}
	return l
}

// correctionOf is the correction that there is to tell of instead of a reversal; false where the top-up itself can be gone on with.
func correctionOf(l looked) (client.Correction, bool) {
	if c := l.topUp.Correction; c != nil && l.topUp.TopUp.Reversal == nil && (c.State == client.CorrectionOpen || c.State == client.CorrectionPaid) {
		return *c, true
	}
	return l.correction, l.correction.Number != ""
}

// showCorrection tells how far a correction is. Whether its slip was printed isn't known: the next print is a copy.
func (r *Flow) showCorrection(c client.Correction, receipt string) {
	i := r.item()
	j := &i.Form
	j.AtBank, j.MokID, j.Found.TopUp.ReceiptNumber = c, c.MokID, receipt
	j.Paper.Copies, j.paperAt = 1, i.Stage
	r.arrive(Corrected)
}
