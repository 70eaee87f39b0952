package reading

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var start = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// codes are what readers read. Long ones are known whatever the machine does.
var codes = []struct {
	text string
	long bool
}{
	{code, true}, {strings.ReplaceAll(code, "\n", "\r"), true}, {"]Q1" + code, true}, {`]Q2\000004` + code, true},
	{"SI05 8074720-100000014-200", true}, {"SI058074720'100000014'200", true}, {"BCD\n002\n1\nSCT\nLJBASI2X\nDrustvo Zarek\nSI56020170014356205\nEUR12.30\n", true},
	{"4000001234567899", false}, {"3830001234567", false}, {"38300012", false}, {"100000014", false}, {"]C1100000014", false}, {"481205", false},
}

// machines are how long frames take: with nothing to draw; with each key drawn in software; and with other programs in the way.
var machines = map[string]func(*rapid.T) func(keys int) time.Duration{
	"quick": func(*rapid.T) func(int) time.Duration { return quick },
	"slow": func(t *rapid.T) func(int) time.Duration {
		return func(keys int) time.Duration {
			if keys == 0 {
				return 16 * time.Millisecond
			}
			return time.Duration(rapid.IntRange(70, 170).Draw(t, "frame")) * time.Millisecond
		}
	},
	"busy": func(t *rapid.T) func(int) time.Duration {
		return func(int) time.Duration {
			return time.Duration(rapid.IntRange(1, 170).Draw(t, "frame")) * time.Millisecond
		}
	},
}

// isKnown tells whether a reading must be known there: a long one always; a short one unless long frames hide how quickly it came.
func isKnown(text string, long bool, ms int, machine string, end ending) bool {
	switch {
	case long, machine == "quick":
		return true
	case text == "100000014" && end != none:
		return true // a slow reader's, too
	}
	return machine == "slow" && ms <= 8 && (end != none || len(text) > 6)
}

// pacing is a reader's pace, with what a busy system adds.
func pacing(t *rapid.T, ms int) func(int) time.Duration {
	return func(i int) time.Duration {
		if i == 0 {
			return time.Second
		}
		return time.Duration(ms*1000+rapid.IntRange(0, 1500).Draw(t, "jitter")) * time.Microsecond
	}
}

func TestAReaderIsKnownHoweverQuicklyItTypesAndHoweverItEndsLines(t *testing.T) {
	for _, ms := range []int{2, 8, 25} {
		for _, end := range []ending{cr, lf, crlf, tab, none} {
			for machine, frames := range machines {
				t.Run(fmt.Sprintf("%d ms, %q, %s machine", ms, string(end), machine), func(t *testing.T) {
					rapid.Check(t, func(t *rapid.T) {
						c := rapid.SampledFrom(codes).Draw(t, "code")
						text := c.text + string(end)
						if end != none && end != tab {
							text = strings.ReplaceAll(c.text, "\n", string(end)) + string(end)
						}
						d := newDesk()
						d.shown = "before"
						d.more = func(s string) bool { return strings.HasPrefix(s, "BCD") && strings.Count(s, "\n") < 7 }
						d.play(keysOf(text, pacing(t, ms)), frames(t))
						if !isKnown(c.text, c.long, ms, machine, end) {
							return
						}
						if len(d.read) != 1 || d.read[0] != text || d.shown != "before" || len(d.did) > 0 {
							t.Errorf("%q: read %q, shown %q, did %q", text, d.read, d.shown, d.did)
						}
					})
				})
			}
		}
	}
}

// hands is a clerk at a keyboard: 90 words a minute are 133 ms a key, some keys much quicker than others.
func hands(t *rapid.T, text string) []press {
	return keysOf(text, func(i int) time.Duration {
		if i == 0 {
			return nextField(t)
		}
		return time.Duration(rapid.IntRange(80, 190).Draw(t, "hand")) * time.Millisecond
	})
}

// nextField is how long the eye needs from one field to the next, for who knows the form by heart.
func nextField(t *rapid.T) time.Duration {
	return time.Duration(rapid.IntRange(90, 600).Draw(t, "next field")) * time.Millisecond
}

// rolled are digits over which fingers roll, three at a time.
func rolled(t *rapid.T, text string) []press {
	return keysOf(text, func(i int) time.Duration {
		switch {
		case i == 0:
			return nextField(t)
		case i%3 == 0, i == len(text)-1:
			return time.Duration(rapid.IntRange(60, 90).Draw(t, "next")) * time.Millisecond
		default:
			return time.Duration(rapid.IntRange(22, 40).Draw(t, "roll")) * time.Millisecond
		}
	})
}

func TestAFastTypistIsNeverTakenForAReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var typed []press
		want := ""
		for range rapid.IntRange(1, 4).Draw(t, "fields") {
			if rapid.Bool().Draw(t, "rolls") {
				text := rapid.SampledFrom([]string{"1234567890\r", "7894561230\r", "481205\r", "1.250,00\r"}).Draw(t, "digits")
				typed, want = append(typed, rolled(t, text)...), want+text
				continue
			}
			text := rapid.SampledFrom([]string{"100000014\r", "50,00\r", "Ana Novak\r", "Glavni trg 1\t", "4000 Kranj\r", "2468\r", "Slovenska cesta 123, Ljubljana\r", "\r", "\x1b"}).Draw(t, "text")
			typed, want = append(typed, hands(t, text)...), want+text
		}
		d := newDesk()
		machine := rapid.SampledFrom([]string{"quick", "slow", "busy"}).Draw(t, "machine")
		d.play(typed, machines[machine](t))
		did := strings.Join(d.did, "")
		if len(d.read) > 0 {
			t.Fatalf("%q is taken for a reading", d.read)
		}
		if strings.ReplaceAll(want, "\t", "")+d.shown == "" || strings.Count(did, "\r") != strings.Count(want, "\r") {
			t.Errorf("%q did %q", want, d.did)
		}
		if machine == "quick" && d.late > pause+2*quick(0) {
			t.Errorf("a Return waits %v", d.late)
		}
	})
}

func TestACharacterShowsAtOnceAndAReturnWaitsAShortTime(t *testing.T) {
	d := newDesk()
	for _, r := range "50" {
		d.frame(16*time.Millisecond, Key{Kind: Shows, Rune: r})
		d.frame(120 * time.Millisecond)
	}
	if d.shown != "50" {
		t.Fatalf("it shows %q", d.shown)
	}
	d.frame(16*time.Millisecond, Key{Kind: Acts, Rune: '\r'})
	if len(d.did) > 0 {
		t.Error("a Return doesn't wait")
	}
	for range 6 {
		d.frame(16 * time.Millisecond)
	}
	if len(d.did) != 1 || d.did[0] != "50\r" || d.late > 96*time.Millisecond {
		t.Errorf("it did %q, after %v", d.did, d.late)
	}
}

// Four digits may be a PIN, a year or an amount.
func TestFourDigitsAndAReturnAreNeverAReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{1,4}(\r|\t|\r\n|)`).Draw(t, "typed")
		d := newDesk()
		machine := rapid.SampledFrom([]string{"quick", "slow", "busy"}).Draw(t, "machine")
		d.play(keysOf(text, pacing(t, rapid.IntRange(0, 25).Draw(t, "pace"))), machines[machine](t))
		if len(d.read) > 0 || strings.Join(d.did, "")+d.shown != text && !strings.Contains(text, "\n") && !strings.Contains(text, "\t") {
			t.Errorf("%q: read %q, did %q, shown %q", text, d.read, d.did, d.shown)
		}
	})
}

// While a window draws, or a machine swaps, all that is typed comes at once.
func TestWhatArrivesInOneLongFrameIsNoReadingByThat(t *testing.T) {
	d := newDesk()
	var keys []Key
	for _, r := range "Ana Novak, Glavni trg 1" {
		keys = append(keys, Key{Kind: Shows, Rune: r})
	}
	d.frame(5*time.Second, append(keys, Key{Kind: Acts, Rune: '\r'})...)
	for range 10 {
		d.frame(16 * time.Millisecond)
	}
	if len(d.read) > 0 || len(d.did) != 1 {
		t.Errorf("read %q, did %q", d.read, d.did)
	}
}

func TestAHeldKeyIsNoReading(t *testing.T) {
	for _, k := range []Key{{Kind: Shows, Rune: '0'}, {Kind: Acts, Rune: '\r'}, {Kind: Moves}} {
		d := newDesk()
		d.frame(16*time.Millisecond, k)
		k.Repeat = true
		for range 100 {
			d.frame(8*time.Millisecond, k)
		}
		if len(d.read) > 0 || d.w.sure {
			t.Errorf("%+v held is a reading of %q", k, d.read)
		}
	}
}

// Long frames hide how quickly digits came. Nine are a card's, whoever has typed them; where a PIN is asked for, any may be a bar code's.
func TestASlowReaderIsKnownByTheDigitsOfItsBarCode(t *testing.T) {
	for _, tt := range []struct {
		code          string
		frame         time.Duration
		secret, known bool
	}{
		{"100000014\r", 170 * time.Millisecond, false, true}, {"100000014\r", 170 * time.Millisecond, true, true},
		{"100000014\r", 700 * time.Millisecond, false, true}, {"100000014\r", 700 * time.Millisecond, true, true},
		{"38300012\r", 170 * time.Millisecond, false, false}, {"38300012\r", 170 * time.Millisecond, true, true},
	} {
		d := newDesk()
		d.frame(16 * time.Millisecond)
		keys := []Key{}
		for _, r := range tt.code {
			k := Key{Kind: Shows, Rune: r, Secret: tt.secret}
			if r == '\r' {
				k.Kind = Acts
			}
			keys = append(keys, k)
		}
		d.frame(tt.frame, keys[:5]...)
		d.frame(tt.frame, keys[5:]...)
		for range 20 {
			d.frame(16 * time.Millisecond)
		}
		if known := len(d.read) == 1 && len(d.did) == 0; known != tt.known {
			t.Errorf("%+v: read %q, did %q", tt, d.read, d.did)
		}
	}
}

func TestALongPINIsTakenFromAHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := hands(t, rapid.SampledFrom([]string{"123456789\r", "13579246\r", "2468\r", "123456789012\r"}).Draw(t, "PIN"))
		for i := range typed {
			typed[i].key.Secret = true
		}
		d := newDesk()
		d.play(typed, machines[rapid.SampledFrom([]string{"quick", "slow"}).Draw(t, "machine")](t))
		if len(d.read) > 0 || len(d.did) != 1 {
			t.Errorf("read %q, did %q", d.read, d.did)
		}
	})
}

// A reader in two pieces, such as one whose line ends come by a slow way: half a code is of no use.
func TestACodeThatPausesInTheMiddleIsOneReading(t *testing.T) {
	d := newDesk()
	d.more = func(text string) bool { return strings.Count(text, "\n") < 19 || strings.HasSuffix(text, "\n") }
	d.play(keysOf(code+"\r", func(i int) time.Duration {
		if i > 0 && code[i-1] == '\n' {
			return 400 * time.Millisecond
		}
		return 8 * time.Millisecond
	}), quick)
	if len(d.read) != 1 || d.read[0] != code+"\r" || len(d.did) > 0 {
		t.Errorf("read %q, did %q", d.read, d.did)
	}
}

// What a reader sends after a moment, and what a hand presses before anybody can have read what the reading has shown.
func TestAReturnRightBehindAReadingBelongsToIt(t *testing.T) {
	d := newDesk()
	presses := keysOf("100000014\r\r", pacingOf(8, 200))
	d.play(presses, quick)
	if len(d.read) != 1 || len(d.did) > 0 {
		t.Errorf("read %q, did %q", d.read, d.did)
	}
	d.play(keysOf("\r", pacingOf(8, 200)), quick)
	if len(d.did) != 1 {
		t.Error("a Return some time later is lost")
	}
}

// pacingOf is a pace with a pause before the last key.
func pacingOf(ms, last int) func(int) time.Duration {
	return func(i int) time.Duration {
		if i == 10 {
			return time.Duration(last) * time.Millisecond
		}
		return time.Duration(ms) * time.Millisecond
	}
}

// A name typed without looking must not push the button that has the focus.
func TestCharactersTypedAtAButtonDoNotPushItByTheirReturn(t *testing.T) {
	d := newDesk()
	presses := keysOf("Ana\r", func(int) time.Duration { return 133 * time.Millisecond })
	for i := range presses {
		presses[i].key.Stray = true
	}
	d.play(presses, quick)
	if len(d.did) > 0 {
		t.Errorf("it did %q", d.did)
	}
	d.play([]press{{time.Second, Key{Kind: Acts, Rune: '\r', Stray: true}}}, quick)
	if len(d.did) != 1 {
		t.Error("the button can't be pushed any more")
	}
}

// Before anybody beats, nothing would ever end a wait.
func TestWithoutABeatEveryKeyIsAHands(t *testing.T) {
	d := &desk{now: start, more: func(string) bool { return false }}
	d.w = New(d)
	did := 0
	for range code {
		d.w.Key(Key{Kind: Acts, Rune: '\r', Do: func() { did++ }}, start)
	}
	if did != len(code) {
		t.Errorf("%d keys are held back", len(code)-did)
	}
}

func TestNothingOfWhatWasTypedStays(t *testing.T) {
	d := newDesk()
	d.play(hands2("24681357\r"), quick)
	if kept := string(d.w.burst.text[:cap(d.w.burst.text)]); strings.ContainsAny(kept, "0123456789") {
		t.Errorf("it keeps %q", kept)
	}
}

func hands2(text string) []press {
	return keysOf(text, func(int) time.Duration { return 70 * time.Millisecond })
}
