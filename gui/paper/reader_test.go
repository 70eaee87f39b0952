package paper

import (
	"slices"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/paper/ink"
)

// What stands on the page of codes, read by a decoder that is not ours: the keys, and an order for a card that nobody has.
func TestTheCodesOfAReadersPageSayWhatIsCheckedAgainst(t *testing.T) {
	page := ReaderPage{At: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), Lang: "sl"}
	p, err := page.page()
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, m := range p.Marks {
		if c, ok := m.(ink.Code); ok {
			text, err := ink.ReadCode(c.Rows)
			if err != nil {
				t.Fatal(err)
			}
			read = append(read, text)
		}
	}
	if len(read) != 2 || read[0] != ReaderKeys {
		t.Fatalf("the codes say %q", read)
	}
	if r := recognise.Recognise(read[1], upn.DefaultAccount()); r.MokID != ReaderMokID {
		t.Errorf("the order is for %q", r.MokID)
	}
	if _, err := charmap.ISO8859_2.NewEncoder().String(read[1]); err != nil {
		t.Error(err)
	}
	first, err := page.PDF()
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := page.PDF(); !slices.Equal(first, again) {
		t.Error("the same page gives other bytes")
	}
}
