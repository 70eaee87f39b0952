package wiring_test

import (
	"log/slog"
	"testing"

	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/task"
)

func TestTheAdministratorsOffsetIsThatPrinters(t *testing.T) {
	s := training(t)
	s.Blank = settings.Blank{Printer: "Pult-1", Right: 1.5, Down: -0.7}
	d := open(t, s, slog.New(slog.DiscardHandler))
	if got := d.Needs.Offsets("Pult-1"); got != (task.Offset{Right: 15, Down: -7}) {
		t.Errorf("%+v", got)
	}
	if got := d.Needs.Offsets("Pult-2"); got != (task.Offset{}) {
		t.Errorf("another printer's is %+v", got)
	}
}
