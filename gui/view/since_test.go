package view

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/theme"
)

// The journal keeps UTC; a clerk reads the clock on the wall.
func TestWhatTheJournalKeepsIsToldInThisPlacesTime(t *testing.T) {
	here := time.Local
	time.Local = time.FixedZone("CET", 3600)
	t.Cleanup(func() { time.Local = here })
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Settings{}))
	sent := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)

	if said := detail(topup.State{Job: topup.Job{Step: topup.Unknown}, Status: outbox.Status[client.TopUp]{Since: sent}}); !strings.Contains(said, "09:30") {
		t.Errorf("the unknown outcome after a restart says %q", said)
	}
	v := &Damage{flow: &flow.Damage{}}
	said := ""
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *field.Paragraph:
			said += o.Text
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(v.row(flow.DamageRow{MokID: "100000014", Amount: money.EUR(5000), Since: sent, Ours: "open"}))
	if !strings.Contains(said, "09:30") {
		t.Errorf("the row of a damaged journal says %q", said)
	}
}
