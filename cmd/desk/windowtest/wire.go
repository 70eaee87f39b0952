package windowtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Wire speaks to the X server itself, in X11's own words (the core protocol and XTEST): to press a key and to look at a pixel costs a
// tool's start less, which is longer than what is measured.
type Wire struct {
	conn  net.Conn
	root  uint32
	xtest byte
	codes map[uint32]byte // keycodes by keysym
}

// Rect is a part of the screen in pixels.
type Rect struct{ X, Y, W, H int }

// Keysyms of X11.
const (
	SymBackSpace = 0xff08
	SymReturn    = 0xff0d
	SymUp        = 0xff52
	SymDown      = 0xff54
	SymOne       = '1'
)

// Wire connects to the display; it ends with the test.
func (d *Display) Wire() *Wire {
	d.t.Helper()
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(d.x().name, ":"))
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { conn.Close() })
	w := &Wire{conn: conn}
	if err := w.greet(); err != nil {
		d.t.Fatal(err)
	}
	return w
}

// greet is the connection setup, then what a Wire knows of the server.
func (w *Wire) greet() error {
	if err := w.say('l', byte(0), uint16(11), uint16(0), uint16(0), uint16(0), uint16(0)); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(w.conn, head); err != nil {
		return err
	}
	body := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if _, err := io.ReadFull(w.conn, body); err != nil {
		return err
	}
	if head[0] != 1 {
		return errors.New("the X server takes no connection")
	}
	vendor, formats := int(binary.LittleEndian.Uint16(body[16:])), int(body[21])
	w.root = binary.LittleEndian.Uint32(body[32+(vendor+3)/4*4+8*formats:])
	least, most := body[26], body[27]
	there, _, err := w.ask(byte(98), byte(0), uint16(4), uint16(5), uint16(0), []byte("XTEST\x00\x00\x00"))
	if err != nil || there[8] != 1 {
		return fmt.Errorf("the X server has no XTEST (%w)", err)
	}
	w.xtest = there[9]
	return w.learnKeys(least, most)
}

func (w *Wire) learnKeys(least, most byte) error {
	head, syms, err := w.ask(byte(101), byte(0), uint16(2), least, most-least+1, uint16(0))
	if err != nil {
		return err
	}
	w.codes = map[uint32]byte{}
	each := int(head[1])
	for code := 0; code <= int(most-least); code++ {
		w.codes[binary.LittleEndian.Uint32(syms[4*each*code:])] = least + byte(code)
	}
	return nil
}

// Strike presses a key and lets it go.
func (w *Wire) Strike(sym uint32) error {
	code, known := w.codes[sym]
	if !known {
		return fmt.Errorf("the keyboard has no key for %#x", sym)
	}
	for _, kind := range []byte{2, 3} { // press, release
		err := w.say(w.xtest, byte(2), uint16(9), kind, code, uint16(0), uint32(0), w.root, make([]byte, 8), int16(0), int16(0), make([]byte, 8))
		if err != nil {
			return err
		}
	}
	return nil
}

// Look gives the pixels of a part of the screen, four bytes each.
func (w *Wire) Look(r Rect) ([]byte, error) {
	_, pixels, err := w.ask(byte(73), byte(2), uint16(5), w.root, int16(r.X), int16(r.Y), uint16(r.W), uint16(r.H), ^uint32(0))
	return pixels, err
}

// Until looks again and again at a part of the screen until it is another, and gives how long that took.
func (w *Wire) Until(r Rect, was []byte) (time.Duration, error) {
	for begun := time.Now(); time.Since(begun) < 10*time.Second; {
		now, err := w.Look(r)
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(now, was) {
			return time.Since(begun), nil
		}
	}
	return 0, errors.New("the screen stays as it is")
}

// Changed is the least part of a screen of that width in which two pictures differ; none where they are the same.
func Changed(a, b []byte, width int) (r Rect) {
	left, top, right, foot := width, len(a)/4/width, -1, -1
	for i := 0; i+4 <= len(a) && i+4 <= len(b); i += 4 {
		if !bytes.Equal(a[i:i+4], b[i:i+4]) {
			x, y := i/4%width, i/4/width
			left, top, right, foot = min(left, x), min(top, y), max(right, x), max(foot, y)
		}
	}
	if right < 0 {
		return Rect{}
	}
	return Rect{left, top, right - left + 1, foot - top + 1}
}

func (w *Wire) say(parts ...any) error {
	var request bytes.Buffer
	for _, p := range parts {
		if r, ok := p.(rune); ok {
			p = byte(r)
		}
		if err := binary.Write(&request, binary.LittleEndian, p); err != nil {
			return err
		}
	}
	_, err := w.conn.Write(request.Bytes())
	return err
}

// ask says something and waits for the reply: its head of 32 bytes and what follows. Events on the way are passed over.
func (w *Wire) ask(parts ...any) (head, rest []byte, err error) {
	if err := w.say(parts...); err != nil {
		return nil, nil, err
	}
	head = make([]byte, 32)
	for {
		if _, err := io.ReadFull(w.conn, head); err != nil {
			return nil, nil, err
		}
		switch head[0] {
		case 0:
			return nil, nil, fmt.Errorf("the X server refuses a request with error %d", head[1])
		case 1:
			rest = make([]byte, 4*int(binary.LittleEndian.Uint32(head[4:])))
			_, err := io.ReadFull(w.conn, rest)
			return head, rest, err
		}
	}
}
