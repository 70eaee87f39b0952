package flow_test

import (
	"context"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// endless is an office whose list of a desk never comes to its end.

type endless struct{ *flowtest.Office }

func (o endless) DeskTopUps(context.Context, int64, string) (client.TopUpPage, error) {
	return client.TopUpPage{NextCursor: "more", AsOf: flowtest.Start}, nil
}

func TestAListWithoutAnEndIsGivenUp(t *testing.T) {
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	needs.Office = endless{flowtest.NewOffice()}
	c := start(t, needs)
	says(t, c.State().Notice, "counter.not-compared")
	if c.State().NotCompared == nil || c.State().Comparing || !c.State().ComparedAt.IsZero() {
		t.Errorf("%+v", c.State())
	}
}

func TestAnotherDifferenceIsReadAnew(t *testing.T) {
	office := flowtest.NewOffice()
	office.Listed = []client.TopUp{has(9, 1, client.Posted)}
	needs, _, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.ReadDifferences()
	office.Listed = []client.TopUp{has(8, 1, client.Posted)}
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "drawer.differences")
	if c.State().DifferencesRead {
		t.Error("another difference passes for read")
	}
}
