package wiring

import "cekr.kranj.si/desk/gui/flow/task"

// PrinterOf is the printer that a desk gives a slip to.
func PrinterOf(d *Desk, s task.Slip) (string, error) {
	made, err := d.Needs.Papers.(*papers).sheet(s)
	return made.printer, err
}
