package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/text"
)

// keyboard is a real keyboard at a window, and a hand reader beside it. Time goes on only as it says.
type keyboard struct {
	*clerk
	now  time.Time
	beat func()
}

// sitDownWithReader sits down at a window that tells readers from hands.
func sitDownWithReader(t *testing.T, set ...func(*flowtest.Office)) *keyboard {
	t.Helper()
	office := flowtest.NewOffice()
	office.Cards["100000022"] = withName(office, "Ž••• Č•••")
	for _, s := range set {
		s(office)
	}
	k := &keyboard{now: flowtest.Start}
	needs, _, papers := flowtest.Needs(office)
	needs.Now, needs.Pictures = func() time.Time { return k.now }, drawn{papers}
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{
		Flow: needs, Training: true, Version: "test", Pulse: func(beat func()) { k.beat = beat },
	})
	t.Cleanup(func() { text.Use("sl"); field.WatchNothing() })
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	k.clerk = &clerk{t: t, w: w, office: office, papers: papers, lists: needs.Lists.(*flowtest.Lists), tasks: needs.Tasks.(*flowtest.AtOnce)}
	return k.wait(time.Second)
}

// wait lets time go by in which nobody touches a key.
func (k *keyboard) wait(long time.Duration) *keyboard {
	const look = 16 * time.Millisecond
	for gone := time.Duration(0); gone <= long; gone += look {
		k.now = k.now.Add(look)
		k.beat()
	}
	return k
}

// down presses a key and lets it go, as the toolkit hands it on; r is its character, 0 for none.
func (k *keyboard) down(key fyne.KeyName, r rune) {
	on, ev := k.w.Canvas(), &fyne.KeyEvent{Name: key}
	if r == 0 {
		ev.Physical.ScanCode = 79 // of the keypad, should it be a digit's
	}
	if keyable, ok := on.Focused().(desktop.Keyable); ok {
		keyable.KeyDown(ev)
	}
	tab, ok := on.Focused().(fyne.Tabbable)
	switch focused := on.Focused(); {
	case key == fyne.KeyTab && (!ok || !tab.AcceptsTab()):
		on.FocusNext()
	case focused != nil:
		focused.TypedKey(ev)
	case on.OnTypedKey() != nil:
		on.OnTypedKey()(ev)
	}
	if focused := on.Focused(); r != 0 && focused != nil {
		focused.TypedRune(r)
	} else if r != 0 && on.OnTypedRune() != nil {
		on.OnTypedRune()(r)
	}
	if keyable, ok := on.Focused().(desktop.Keyable); ok {
		keyable.KeyUp(ev)
	}
}

// chord presses Ctrl with a letter, as the toolkit hands it on.
func (k *keyboard) chord(key fyne.KeyName) {
	chord := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
	if on, ok := k.w.Canvas().Focused().(fyne.Shortcutable); ok {
		on.TypedShortcut(chord)
	} else {
		k.w.bar.TypedShortcut(chord)
	}
}

// key is one key of a keyboard; a line feed is Ctrl+J, as readers can be set.
func (k *keyboard) key(r rune) {
	switch r {
	case '\r':
		k.down(fyne.KeyReturn, 0)
	case '\t':
		k.down(fyne.KeyTab, 0)
	case '\x1b':
		k.down(fyne.KeyEscape, 0)
	case ' ':
		k.down(fyne.KeySpace, ' ')
	case '\n':
		k.chord(fyne.KeyJ)
	default:
		if r < ' ' {
			k.chord(fyne.KeyName(r - 1 + 'A'))
			return
		}
		k.down(fyne.KeyName(strings.ToUpper(string(r))), r)
	}
}

// hand types at 90 words a minute and then looks at the screen.
func (k *keyboard) hand(s string) *keyboard {
	for _, r := range s {
		k.key(r)
		k.beat()
		k.wait(133 * time.Millisecond)
	}
	return k.wait(600 * time.Millisecond)
}

// reads lets the reader read, at 8 ms a character; the clerk then looks at the screen.
func (k *keyboard) reads(code string) *keyboard {
	for i, r := range code {
		k.now = k.now.Add(8 * time.Millisecond)
		k.key(r)
		if i%2 == 1 {
			k.beat()
		}
	}
	return k.wait(time.Second)
}

// readsInLumps lets the reader read at its pace at a window whose frames take long: the keys of a frame come all at its end.
func (k *keyboard) readsInLumps(code string, pace, frame time.Duration) *keyboard {
	pressed := k.now
	for left := []rune(code); len(left) > 0; {
		k.now = k.now.Add(frame)
		for len(left) > 0 && !pressed.Add(pace).After(k.now) {
			pressed = pressed.Add(pace)
			k.key(left[0])
			left = left[1:]
		}
		k.beat()
	}
	return k.wait(time.Second)
}

// signedIn has Ana sign in by hand.
func (k *keyboard) signedIn() *keyboard { return k.hand("1001\r2468\r") }

// codeFor is a UPN code for a card, its lines ended as a reader does it.
func codeFor(t *testing.T, mokID, lineEnd string) string {
	t.Helper()
	o, err := upn.CardOrder(upn.DefaultAccount(), mokID)
	if err != nil {
		t.Fatal(err)
	}
	o.Payer, o.Amount = upn.Party{Name: "Ana Zagar", Street: "Glavni trg 1", Town: "4000 Kranj"}, money.EUR(5000)
	payload, err := o.Payload()
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(payload), "\n", lineEnd) + lineEnd
}
