package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestAnOpenItemSurvivesARestartAndAChangeOfClerk(t *testing.T) {
	c, office, kept := unknown(t)
	id := c.TopUp.State().ID
	again := restarted(t, office, kept, "1002")
	if again.State().OpenCount != 1 {
		t.Fatalf("%d open items after a restart", again.State().OpenCount)
	}
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	again.Resume(id)
	at(t, again, topup.Posted)
	if again.State().OpenCount != 0 {
		t.Error("a settled item is still counted")
	}
	last := kept.Records[len(kept.Records)-1]
	if last.Kind != journal.Posted || last.Staff != "1001" {
		t.Errorf("the ending names %s, the cash was taken by 1001: %+v", last.Staff, last.Kind)
	}
}

// What was read back and left is dropped on disk; the program can be gone before anybody has given the cash back.
func TestAnIntentionThatWasDroppedBeforeACrashIsTold(t *testing.T) {
	for name, tt := range map[string]struct {
		ends func(*flow.Counter)
		told []flow.OpenKind
	}{
		"a crash": {func(*flow.Counter) {}, []flow.OpenKind{flow.OpenCancelled}}, "an orderly close": {func(c *flow.Counter) { c.Stop() }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, kept, _ := counter(t, office)
			confirming(t, c)
			c.TopUp.Leave()
			tt.ends(c)
			opened(t, restarted(t, office, kept, "1001"), tt.told...)
		})
	}
}

func TestAnIntentionAloneAfterACrashWasNeverSent(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	readBack(t, c)
	again := restarted(t, office, kept, "1001")
	if n := len(again.State().NeverSent); n != 1 || again.State().OpenCount != 1 {
		t.Fatalf("%d intentions are told to the clerk", n)
	}
	again.HandedBack(again.State().NeverSent[0].ID)
	if again.State().OpenCount != 0 {
		t.Error("it is still open")
	}
	kinds(t, kept, journal.Intent, journal.Dropped)
}
