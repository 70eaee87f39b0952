package main

import (
	"slices"
	"testing"
	"time"

	"cekr.kranj.si/desk/cmd/desk/windowtest"
)

// cardColumn is where a card is shown, as the counter lays its window out.
var cardColumn = windowtest.Rect{W: screenWide / 3, H: screenHigh}

// shot is a picture of the card's column that stands still.
func (w *watched) shot() []byte {
	w.b.Helper()
	w.still()
	return w.part(cardColumn)
}

func (w *watched) part(r windowtest.Rect) []byte {
	w.b.Helper()
	pixels, err := w.wire.Look(r)
	if err != nil {
		w.b.Fatal(err)
	}
	return pixels
}

// read plays a hand reader.
func (w *watched) read(code string) {
	w.b.Helper()
	for _, digit := range code {
		w.strike(uint32(digit))
		<-time.After(readerPace)
	}
	w.strike(windowtest.SymReturn)
}

// telling are the bytes by which one picture is told from another: those that were the same in both shots of the one.
func telling(one, again, other []byte) (at []int) {
	for i := range one {
		if one[i] == again[i] && one[i] != other[i] {
			at = append(at, i)
		}
	}
	return at
}

// shows tells whether a screen shows a picture. A few bytes may differ: an office's answer says its minute.
func shows(now, picture []byte, at []int) bool {
	same := 0
	for _, i := range at {
		if now[i] == picture[i] {
			same++
		}
	}
	return same*20 >= len(at)*19
}

// BenchmarkReading tells how long it takes from a hand reader's last key by the X server to the card on the screen, over loopback to
// the embedded office.
func BenchmarkReading(b *testing.B) {
	windowtest.Tools(b)
	w := watch(b, "signed in"+watchful)
	cards := []string{"100000014", "100000089"}
	shots := map[string][]byte{}
	for _, card := range cards {
		w.read(card)
		shots[card] = w.shot()
	}
	w.read(cards[0])
	at := telling(shots[cards[0]], w.shot(), shots[cards[1]])
	if len(at) < 1000 {
		b.Fatalf("two cards differ in %d bytes only: are they on the screen?", len(at))
	}
	const times = 20
	for b.Loop() {
		var took []time.Duration
		for i := range times {
			card := cards[(i+1)%2]
			w.read(card)
			took = append(took, w.until(func() bool { return shows(w.part(cardColumn), shots[card], at) }))
			<-time.After(time.Second + time.Duration(i%16)*time.Millisecond) // the list of transactions comes behind; not in step with frames
		}
		report(b, "reading", took)
	}
}

// BenchmarkReturn tells how long it takes from a typed Return by the X server to the next field's ring, in a window that knows hand
// readers and in one that takes every key for a hand's, in turn.
func BenchmarkReturn(b *testing.B) {
	windowtest.Tools(b)
	kinds := map[string]string{"plain": "order", "watch": "order" + watchful}
	all, places := map[string]*watched{}, map[string]windowtest.Rect{}
	for name, kind := range kinds {
		w := watch(b, kind)
		w.strike(windowtest.SymDown) // the amount, at which Return only goes on
		w.still()
		before := w.look()
		w.goesOn()
		places[name] = windowtest.Changed(before, w.look(), screenWide)
		if places[name].W == 0 {
			b.Fatalf("%s: Return changes nothing", name)
		}
		w.goesBack()
		all[name] = w
	}
	const times, rounds = 10, 4
	for b.Loop() {
		took := map[string][]time.Duration{}
		for range rounds {
			for name, w := range all {
				for i := range times {
					was := w.part(places[name])
					w.strike(windowtest.SymReturn)
					d, err := w.wire.Until(places[name], was)
					if err != nil {
						b.Fatal(err)
					}
					took[name] = append(took[name], d)
					w.goesBack()
					<-time.After(time.Duration(i%16) * time.Millisecond) // not in step with the window's frames
				}
			}
		}
		for name := range all {
			report(b, name, took[name])
		}
	}
}

// pictured is long beside what a key changes in the order's form, its picture too.
const pictured = time.Second

func (w *watched) goesOn() {
	w.b.Helper()
	w.strike(windowtest.SymReturn)
	<-time.After(pictured)
}

func (w *watched) goesBack() {
	w.b.Helper()
	w.strike(windowtest.SymUp)
	<-time.After(pictured)
}

// until asks again and again until something holds, and gives how long that took.
func (w *watched) until(holds func() bool) time.Duration {
	w.b.Helper()
	begun := time.Now()
	for !holds() {
		if time.Since(begun) > 10*time.Second {
			w.b.Fatal("the screen does not show it")
		}
	}
	return time.Since(begun)
}

// report gives the median and the 95th percentile.
func report(b *testing.B, name string, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, name+"-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, name+"-p95-ms")
}
