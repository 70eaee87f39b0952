package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// A bank card's number that gets past a field is refused by the flow behind it: it is neither kept, nor sent, nor in the journal.
func TestAFlowTakesNoCardNumber(t *testing.T) {
	const number = "4111 1111 1111 1111"
	for name, tt := range map[string]struct {
		lead  func(*testing.T, *flow.Counter)
		typed func(*flow.Counter)
		says  func(*flow.Counter) *task.Message
	}{
		"as an amount": {
			func(_ *testing.T, c *flow.Counter) { c.Do(flow.CommandTopUp); c.TopUp.Match("481205") },
			func(c *flow.Counter) { c.TopUp.Quote(number) },
			func(c *flow.Counter) *task.Message { return c.TopUp.State().Problem },
		},
		"as the cash given": {
			readBack,
			func(c *flow.Counter) { c.TopUp.Tender(number) },
			func(c *flow.Counter) *task.Message { return c.TopUp.State().Problem },
		},
		"as a count": {
			func(_ *testing.T, c *flow.Counter) { c.Do(flow.CommandClose) },
			func(c *flow.Counter) { c.Drawer.CloseWith(number) },
			func(c *flow.Counter) *task.Message { return c.Drawer.State().Problem },
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, kept, _ := counter(t, office)
			tt.lead(t, c)
			records, sent := len(kept.Records), len(office.Sent)
			tt.typed(c)
			says(t, tt.says(c), "field.card-number")
			if st := c.TopUp.State(); len(kept.Records) != records || len(office.Sent) != sent || st.Typed == number || c.Drawer.State().Typed == number {
				t.Errorf("%d records, %d sent, %q", len(kept.Records)-records, len(office.Sent)-sent, st.Typed)
			}
		})
	}
}
