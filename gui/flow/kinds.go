package flow

import (
	"time"

	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// kinds are the tasks of this desk's journal.
func kinds() []outbox.Kind {
	return []outbox.Kind{topup.Kind, lock.Kind, drawer.OpenKind, drawer.CloseKind}
}

// Retire lets the journal go of what has served its time; see outbox.Retire.
func Retire(j outbox.Retiring, now time.Time, keep time.Duration) (dropped int64, err error) {
	return outbox.Retire(j, kinds(), now, keep)
}
