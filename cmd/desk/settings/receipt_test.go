package settings

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"cekr.kranj.si/desk/gui/paper"
)

func TestAReceiptsPaperIsOneThatThereIs(t *testing.T) {
	file := "mode = \"training\"\nreceipt = %q\n"
	for _, there := range paper.Formats() {
		s, err := linux(nil).parse("desk.toml", fmt.Sprintf(file, there))
		if err != nil || s.Receipt != there {
			t.Errorf("%s: %v, %v", there, s.Receipt, err)
		}
	}
	for _, unknown := range []string{"", "80", "roll80", "112mm", "A6", "a4", "form"} {
		_, err := linux(nil).parse("desk.toml", fmt.Sprintf(file, unknown))
		var e *Error
		if !errors.As(err, &e) || e.Code != BadValue || e.Line != 2 || e.Key != "receipt" {
			t.Errorf("%q: %v", unknown, err)
			continue
		}
		for _, there := range paper.Formats() {
			if !strings.Contains(e.Want, fmt.Sprintf("%q", there)) {
				t.Errorf("%q: %s is not offered, only %s", unknown, there, e.Want)
			}
		}
	}
}
