package sandbox

import "testing"

func TestTheOfficeTakesNoCardsNumberForAName(t *testing.T) {
	d := openCounter(t, Options{}).as("1001", "2468", "okence")
	for _, name := range []string{"Ana 4000001234567899", "Ana 4000 0012 3456 7899"} {
		id := newID()
		d.send("PUT", "/v1/persons/"+id, map[string]any{"id": id, "role": "payer", "name": name, "document": nil}).is(t, 400, "bad-request")
	}
}
