package wiring

import (
	"context"
	"errors"
	"log/slog"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow"
)

// Recover finds or begins the office for a counter that Open would not open because its journal is damaged, so
// that it can be asked about whatever can still be read. Its Damage is set, and nothing else but Training and the
// choices; the files of the journal are not opened again. Any other reason comes back as it is.
func Recover(ctx context.Context, s settings.Settings, log *slog.Logger, why error) (*Desk, error) {
	var damaged *journal.DamagedError
	if !errors.As(why, &damaged) {
		return nil, why
	}
	d := &Desk{Training: s.Mode == settings.Training}
	office, err := d.client(ctx, s, log)
	if err != nil {
		d.Close()
		return nil, err
	}
	log.Error("journal damaged", "reason", damaged.Reason, "count", len(damaged.Readable()))
	d.Needs.Choices = choices(s)
	d.Damage = flow.DamageNeeds{
		Office: office, Records: damaged.Readable(), Desk: s.Desk, Path: s.Data.Journal(), Phone: s.Phone,
	}
	return d, nil
}
