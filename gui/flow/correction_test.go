package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
)

// atBank is a correction of the top-up whose receipt is KR-2026-000123.
func atBank(state client.CorrectionState) client.Correction {
	return client.Correction{
		Number: "P-2026-000042", TopUpID: flowtest.Posted, ReversalID: flowtest.Match, MokID: "100000014", Amount: money.EUR(5000),
		Total: money.EUR(5150), State: state, OpenedAt: flowtest.Start,
	}
}

func unknownTopUp(o *flowtest.Office) {
	o.FindErr = &client.Error{Status: 404, Code: client.CodeTopUpUnknown}
}

// By its own number, or by that of the top-up's receipt: the clerk reads how far it is, and prints its slip again. Nothing is sent, and no
// cash goes out.
func TestACorrectionIsAskedForByEitherNumber(t *testing.T) {
	for _, state := range []client.CorrectionState{client.CorrectionOpen, client.CorrectionPaid, client.CorrectionRefused, client.CorrectionWithdrawn} {
		for name, set := range map[string]func(*flowtest.Office){
			"its own": func(o *flowtest.Office) { unknownTopUp(o); o.Corrected = atBank(state) },
			"the receipt's": func(o *flowtest.Office) {
				c := atBank(state)
				o.Found.Correction = &c
			},
		} {
			t.Run(string(state)+" "+name, func(t *testing.T) {
				office := flowtest.NewOffice()
				set(office)
				c, kept, papers := counter(t, office)
				c.Do(flow.CommandReversal)
				c.Reversal.FindSlip(" p-2026-000042 ")
				if over := state == client.CorrectionRefused || state == client.CorrectionWithdrawn; over && name != "its own" {
					reversalAt(t, c, reversal.Asking) // the top-up stands: the office says what can be done
					return
				}
				reversalAt(t, c, reversal.Corrected)
				if st := c.Reversal.State(); st.AtBank.State != state || st.Amount != money.EUR(5000) || st.Correction() != "P-2026-000042" || !st.Ended() {
					t.Errorf("%+v", st)
				}
				c.Reversal.Paper(task.PaperPrint)
				slips := flowtest.Of[reversal.Correction](papers.Printed)
				if len(slips) != 1 || slips[0].Number() != "P-2026-000042" || slips[0].Copy != 1 || !slips[0].At.Equal(flowtest.Start) {
					t.Errorf("printed %+v", slips)
				}
				c.Reversal.Back()
				reversalAt(t, c, reversal.AskingSlip)
				if len(kept.Records) != 0 || len(office.Sent) != 0 {
					t.Error("something was written or sent")
				}
			})
		}
	}
}

// A number that is neither's, or an office that doesn't answer: what was typed stays.
func TestANumberThatIsNobodysIsSaid(t *testing.T) {
	office := flowtest.NewOffice()
	unknownTopUp(office)
	c, _, _ := counter(t, office)
	c.Do(flow.CommandReversal)
	c.Reversal.FindSlip("P-1")
	reversalAt(t, c, reversal.AskingSlip)
	says(t, c.Reversal.State().Problem, "problem.top-up-unknown")
	if c.Reversal.State().Typed != "P-1" || office.Asked["correction"] != 1 {
		t.Errorf("%+v, %v", c.Reversal.State().Job, office.Asked)
	}
	c.Reversal.Find(flowtest.Posted) // one of the list is no number
	if office.Asked["correction"] != 1 {
		t.Error("a correction was looked for")
	}
}
