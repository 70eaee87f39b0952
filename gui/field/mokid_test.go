package field

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/ident"
)

func TestMokIDIsGroupedWhileItIsTyped(t *testing.T) {
	m := NewMokID()
	c := screen(t, m)
	c.Focus(m)
	for i, want := range []string{
		"1", "12", "123", "123 4", "123 45", "123 456", "123 456 7", "123 456 78", "123 456 789", "1234567890",
	} {
		write(c, string("1234567890"[i]))
		if m.Text != want {
			t.Errorf("after %d digits: %q, want %q", i+1, m.Text, want)
		}
		if raw := "1234567890"[:i+1]; m.Value() != raw {
			t.Errorf("after %d digits the value is %q", i+1, m.Value())
		}
	}
	strike(c, fyne.KeyBackspace)
	want(t, "back to nine", m.Text, "123 456 789")
}

func TestMokIDGivesWhatWasMeant(t *testing.T) {
	for typed, c := range map[string]struct{ shown, value string }{
		"123456789":                  {"123 456 789", "123456789"},
		"123 456 789":                {"123 456 789", "123456789"},
		"123-456-789":                {"123-456-789", "123-456-789"},
		"8074720-100000014-200":      {"8074720-100000014-200", "8074720-100000014-200"},
		"SI05 8074720-100000014-200": {"SI05 8074720-100000014-200", "SI05 8074720-100000014-200"},
		"4000 0000 0012 3456":        {"4000000000123456", "4000000000123456"},
		"123456":                     {"123 456", "123456"},
		"":                           {"", ""},
	} {
		for way, enter := range map[string]func(fyne.Canvas, string){"typed": write, "pasted": paste} {
			m := NewMokID()
			got := "nothing"
			m.OnSubmitted = func(v string) { got = v }
			canvas := screen(t, m)
			canvas.Focus(m)
			enter(canvas, typed)
			strike(canvas, fyne.KeyEnter)
			if m.Text != c.shown || got != c.value {
				t.Errorf("%q %s: shown %q, submitted %q; want %q, %q", typed, way, m.Text, got, c.shown, c.value)
			}
		}
	}
}

func TestMokIDReadByACardReader(t *testing.T) {
	m := NewMokID()
	var got []string
	m.OnSubmitted = func(v string) { got = append(got, v) }
	c := screen(t, m)
	c.Focus(m)
	write(c, "100000014\r")
	write(c, "100000022")
	strike(c, fyne.KeyReturn)
	if strings.Join(got, " ") != "100000014 100000014100000022" {
		t.Errorf("a second card is appended unless the field is entered anew: %q", got)
	}
	m.SelectAll()
	write(c, "100000022\r")
	want(t, "read over the selected text", got[len(got)-1], "100000022")
}

func TestMokIDSelectsAllWhenItGetsTheFocus(t *testing.T) {
	m, b := NewMokID(), NewButton("Da", nil)
	c := screen(t, m, b)
	m.SetText("100000014")
	want(t, "shown", m.Text, "100 000 014")
	c.Focus(b)
	c.Focus(m)
	want(t, "selected", m.SelectedText(), "100 000 014")
	write(c, "2")
	want(t, "typed over", m.Text, "2")
}

func TestMokIDDeletesDigitsNotGaps(t *testing.T) {
	for _, s := range []struct {
		name  string
		left  int // steps of the arrow from the end of 123 456 789
		right int // and then back
		key   fyne.KeyName
		shown string
		after string // what typing x there then shows
	}{
		{"last digit", 0, 0, fyne.KeyBackspace, "123 456 78", "12345678x"},
		{"behind a gap", 3, 0, fyne.KeyBackspace, "123 457 89", "12345x789"},
		{"before a gap", 4, 1, fyne.KeyBackspace, "123 457 89", "12345x789"},
		{"forward over a gap", 4, 1, fyne.KeyDelete, "123 456 89", "123456x89"},
		{"forward after a gap", 3, 0, fyne.KeyDelete, "123 456 89", "123456x89"},
		{"first digit forward", 9, 0, fyne.KeyDelete, "234 567 89", "x23456789"},
		{"nothing before the first", 9, 0, fyne.KeyBackspace, "123 456 789", "x123456789"},
	} {
		m := NewMokID()
		c := screen(t, m)
		c.Focus(m)
		write(c, "123456789")
		for range s.left {
			strike(c, fyne.KeyLeft)
		}
		for range s.right {
			strike(c, fyne.KeyRight)
		}
		strike(c, s.key)
		want(t, s.name, m.Text, s.shown)
		write(c, "x")
		want(t, s.name+", and the cursor", m.Text, s.after)
	}
}

func TestMokIDCursorStaysWhenADigitIsPutInTheMiddle(t *testing.T) {
	m := NewMokID()
	c := screen(t, m)
	c.Focus(m)
	write(c, "1256789")
	strike(c, fyne.KeyHome, fyne.KeyRight, fyne.KeyRight)
	write(c, "34")
	want(t, "shown", m.Text, "123 456 789")
	write(c, "x")
	want(t, "the cursor", m.Text, "1234x56789")
}

// The model: a plain list of digits with a cursor among them. Whatever keys come, the field holds
// the same digits and the same place among them.
func TestMokIDBehavesLikeAListOfDigits(t *testing.T) {
	m := NewMokID()
	c := screen(t, m)
	c.Focus(m)
	rapid.Check(t, func(r *rapid.T) {
		m.Clear()
		var digits []rune
		at := 0
		for _, key := range rapid.SliceOfN(rapid.SampledFrom([]rune("12<3>4B5D67EH")), 20, 60).Draw(r, "keys") {
			switch key {
			case 'B':
				strike(c, fyne.KeyBackspace)
				if at > 0 {
					digits, at = append(digits[:at-1:at-1], digits[at:]...), at-1
				}
			case 'D':
				strike(c, fyne.KeyDelete)
				if at < len(digits) {
					digits = append(digits[:at:at], digits[at+1:]...)
				}
			case 'H':
				strike(c, fyne.KeyHome)
				at = 0
			case 'E':
				strike(c, fyne.KeyEnd)
				at = len(digits)
			case '<':
				strike(c, fyne.KeyLeft)
				at = max(at-1, 0)
			case '>':
				strike(c, fyne.KeyRight)
				at = min(at+1, len(digits))
			default:
				write(c, string(key))
				digits = append(digits[:at:at], append([]rune{key}, digits[at:]...)...)
				at++
			}
			if m.Value() != string(digits) {
				r.Fatalf("the field has %q, the model %q", m.Value(), string(digits))
			}
			if before := len(strings.ReplaceAll(m.Text[:m.CursorColumn], " ", "")); before != at {
				r.Fatalf("in %q the cursor has %d digits before it, the model %d", m.Text, before, at)
			}
			if len(digits) <= ident.MokIDDigits && strings.ReplaceAll(m.Text, " ", "") == m.Text && len(digits) > 3 {
				r.Fatalf("%q is not grouped", m.Text)
			}
		}
	})
}

func TestMokIDIsLargeInARowAtAnyScale(t *testing.T) {
	m, plain := NewMokID(), NewEntry()
	row, other := NewRow("MOK ID", m), NewRow("Ime", plain)
	screen(t, row, other)
	if m.MinSize().Height <= plain.MinSize().Height {
		t.Errorf("the MOK ID is %v high, a plain entry %v", m.MinSize().Height, plain.MinSize().Height)
	}
	if test.RenderObjectToMarkup(row) == "" {
		t.Error("the row draws nothing")
	}
}

func TestWhatIsTypedAfterASelectionWasClearedStays(t *testing.T) {
	test.NewTempApp(t)
	m := NewMokID()
	w := test.NewTempWindow(t, m)
	w.Canvas().Focus(m)
	for _, forget := range []func(){m.Clear, func() { m.SetText("") }} {
		test.Type(m, "100000014")
		m.SelectAll()
		forget()
		test.Type(m, "100000022")
		if m.Value() != "100000022" {
			t.Errorf("the field holds %q", m.Value())
		}
		forget()
	}
}

// By its blanks the flow tells a telephone number: what stands there must be what was typed.
func TestBlanksThatTheFieldDidNotSetStay(t *testing.T) {
	for typed, c := range map[string]struct{ shown, typedValue, pastedValue string }{
		"041 123 456":  {"041 123 456", "041 123 456", "041 123 456"},
		"01 477 20 00": {"01 477 20 00", "01 477 20 00", "01 477 20 00"},
		"000000014":    {"000000014", "000000014", "000000014"},
		"100 000 014":  {"100 000 014", "100000014", "100000014"},
		"10 00 00 014": {"10 00 00 014", "100000014", "10 00 00 014"}, // the field groups while a hand types
		"041-123-456":  {"041-123-456", "041-123-456", "041-123-456"},
	} {
		m := NewMokID()
		canvas := screen(t, m)
		canvas.Focus(m)
		write(canvas, typed)
		want(t, typed+" typed", m.Value(), c.typedValue)
		for _, before := range []string{"", "100000014", "x", "000000014", "10 00 00 014"} {
			m.SetText(before)
			m.SelectAll()
			paste(canvas, typed)
			want(t, typed+" pasted over "+before, m.Value(), c.pastedValue)
			want(t, typed+" shown", m.Text, c.shown)
		}
		m.SetText("")
		m.SetText(c.pastedValue)
		want(t, typed+" set", m.Value(), c.pastedValue)
	}
	m := NewMokID()
	c := screen(t, m)
	c.Focus(m)
	write(c, "123456")
	strike(c, fyne.KeyHome)
	write(c, "0")
	want(t, "a 0 put in front", m.Text, "0123456")
	write(c, "9")
	want(t, "behind it", m.Text, "09123456")
	strike(c, fyne.KeyBackspace, fyne.KeyBackspace)
	want(t, "taken away", m.Text, "123 456")
}
