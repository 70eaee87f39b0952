package windowtest

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Step is one thing that a clerk does, and what shows that the program has understood.
type Step struct {
	Name string      // names the picture, when there is one: "03-card"
	Type string      // typed, digits and ASCII letters
	Keys []string    // then pressed, each a key or a chord as xdotool writes it: "Return", "ctrl+t"
	Done func() bool // asked until it holds; nil asks for nothing
	Shot bool        // keep a picture afterwards
}

// Do plays the steps, each after the one before it has shown its effect and the screen stands still.
func (p *Program) Do(steps []Step) {
	p.d.t.Helper()
	for _, s := range steps {
		if s.Type != "" {
			p.d.play(hand, stroke{text: s.Type})
		}
		if len(s.Keys) > 0 {
			p.d.play(handKey, chords(s.Keys)...)
		}
		if s.Done != nil {
			p.Until(s.Name, s.Done)
		}
		p.Still() // the next key goes where this one has led
		if s.Shot {
			p.d.Picture(s.Name)
		}
	}
}

// How quickly a clerk types characters, and presses other keys one after the other; what comes much quicker is a hand reader's.
const (
	hand    = 80 * time.Millisecond
	handKey = 120 * time.Millisecond
)

func chords(keys []string) (all []stroke) {
	for _, key := range keys {
		all = append(all, stroke{chord: key})
	}
	return all
}

func (d *Display) play(pace time.Duration, of ...stroke) {
	d.t.Helper()
	if err := d.sys.play(pace, of...); err != nil {
		d.t.Fatal(err)
	}
}

// Picture keeps a picture of the display as name.png in DESK_PICTURES, and gives its path; without
// that variable it lies in the test's own folder and goes with it.
func (d *Display) Picture(name string) string {
	d.t.Helper()
	dir := os.Getenv("DESK_PICTURES")
	if dir == "" {
		dir = d.t.TempDir()
	}
	path := filepath.Join(dir, name+".png")
	if err := d.sys.picture(path); err != nil {
		d.t.Errorf("no picture %s: %v", name, err)
	}
	return path
}

// Still waits until the screen has not changed for a while. A program
// that has its answer still needs a frame to draw it, and drawing in software takes its time.
func (p *Program) Still() {
	p.d.t.Helper()
	var before []byte
	since := time.Now()
	p.Until("a screen that stands still", func() bool {
		now := p.d.look()
		if len(now) == 0 || !bytes.Equal(now, before) {
			before, since = now, time.Now()
			return false
		}
		return time.Since(since) >= still
	})
}

// still is how long a screen does not change that waits for the clerk.
const still = 700 * time.Millisecond

// look is what the display shows now, three bytes a pixel; empty when it can't be had.
func (d *Display) look() []byte {
	out, err := d.sys.look()
	if err != nil {
		return nil
	}
	return out
}

// See is what the display shows now.
func (p *Program) See(name string) image.Image {
	p.d.t.Helper()
	file, err := os.Open(p.d.Picture(name))
	if err != nil {
		p.d.t.Fatal(err)
	}
	defer file.Close()
	seen, err := png.Decode(file)
	if err != nil {
		p.d.t.Fatalf("the picture %s: %v", name, err)
	}
	return seen
}

// Point moves the pointer to a place of the display, and clicks there if it should. It needs an X server.
func (p *Program) Point(at image.Point, click bool) {
	p.d.t.Helper()
	move := []string{"mousemove", strconv.Itoa(at.X), strconv.Itoa(at.Y)}
	if click {
		move = append(move, "click", "1")
	}
	p.d.Hand(move...)
	p.Still()
}
