package windowtest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

// keyboard is a virtual keyboard of a Wayland compositor, in Wayland's own words (wl_registry and virtual-keyboard-unstable-v1). Tools
// that type there bring a keymap that numbers the keys anew, and a toolkit that goes by the numbers takes Return for Escape: this one
// has the usual keymap and the usual numbers.
type keyboard struct {
	conn  *net.UnixConn
	next  uint32 // object id
	id    uint32 // the keyboard's
	begun time.Time
}

// The usual keymap, of whose parts the compositor has its own copies.
const keymap = `xkb_keymap {
	xkb_keycodes { include "evdev+aliases(qwerty)" };
	xkb_types { include "complete" };
	xkb_compat { include "complete" };
	xkb_symbols { include "pc+us+inet(evdev)" };
};` + "\x00"

// Objects and requests.
const (
	theDisplay                                = 1
	displaySync, displayRegistry              = 0, 1
	registryBind                              = 0
	managerNew                                = 0
	keyboardMap, keyboardKey, keyboardHolding = 0, 1, 2
)

func newKeyboard(socket string) (*keyboard, error) {
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	k := &keyboard{conn: conn, next: theDisplay, begun: time.Now()}
	if err := k.plugIn(); err != nil {
		conn.Close()
		return nil, err
	}
	return k, nil
}

func (k *keyboard) close() { k.conn.Close() }

func (k *keyboard) new() uint32 {
	k.next++
	return k.next
}

// plugIn makes the keyboard known to the compositor's seat.
func (k *keyboard) plugIn() error {
	registry := k.new()
	if err := k.say(theDisplay, displayRegistry, registry); err != nil {
		return err
	}
	offered := map[string]uint32{}
	if err := k.heard(func(on uint32, event uint16, rest []byte) {
		if on == registry && event == 0 {
			name, size := binary.NativeEndian.Uint32(rest), binary.NativeEndian.Uint32(rest[4:])
			offered[string(rest[8:8+size-1])] = name
		}
	}); err != nil {
		return err
	}
	seat, manager := k.new(), k.new()
	for _, want := range []struct {
		interfaced string
		id         uint32
	}{{"wl_seat", seat}, {"zwp_virtual_keyboard_manager_v1", manager}} {
		name, there := offered[want.interfaced]
		if !there {
			return fmt.Errorf("the compositor has no %s", want.interfaced)
		}
		if err := k.say(registry, registryBind, name, want.interfaced, uint32(1), want.id); err != nil {
			return err
		}
	}
	k.id = k.new()
	if err := k.say(manager, managerNew, seat, k.id); err != nil {
		return err
	}
	return k.keys()
}

// keys hands the keymap over, in a file.
func (k *keyboard) keys() error {
	file, err := os.CreateTemp("", "desk-keymap-*")
	if err != nil {
		return err
	}
	defer file.Close()
	defer os.Remove(file.Name())
	if _, err := file.WriteString(keymap); err != nil {
		return err
	}
	const xkbV1 = uint32(1)
	if err := k.sayWith(syscall.UnixRights(int(file.Fd())), k.id, keyboardMap, xkbV1, uint32(len(keymap))); err != nil {
		return err
	}
	return k.heard(nil)
}

// play presses what the strokes ask for, a key each pace.
func (k *keyboard) play(pace time.Duration, of []stroke) error {
	beat := time.NewTicker(pace)
	defer beat.Stop()
	for _, s := range of {
		presses, err := s.presses()
		if err != nil {
			return err
		}
		for _, p := range presses {
			if err := k.strike(p); err != nil {
				return err
			}
			<-beat.C
		}
	}
	return k.heard(nil)
}

// strike presses a key with what is held beside it, and lets all go.
func (k *keyboard) strike(p press) error {
	var held uint32
	hold := func(key modifier, down bool) error {
		held &^= key.mask
		if down {
			held |= key.mask
		}
		if err := k.key(key.code, down); err != nil {
			return err
		}
		return k.say(k.id, keyboardHolding, held, uint32(0), uint32(0), uint32(0))
	}
	for _, m := range p.with {
		if err := hold(m, true); err != nil {
			return err
		}
	}
	if p.code != 0 {
		if err := errors.Join(k.key(p.code, true), k.key(p.code, false)); err != nil {
			return err
		}
	}
	for _, m := range p.with {
		if err := hold(m, false); err != nil {
			return err
		}
	}
	return nil
}

func (k *keyboard) key(code uint32, down bool) error {
	state := uint32(0)
	if down {
		state = 1
	}
	return k.say(k.id, keyboardKey, uint32(time.Since(k.begun).Milliseconds()), code, state)
}

// say sends a request; texts and numbers are its arguments.
func (k *keyboard) say(on uint32, request uint16, with ...any) error {
	return k.sayWith(nil, on, request, with...)
}

func (k *keyboard) sayWith(rights []byte, on uint32, request uint16, with ...any) error {
	order := binary.NativeEndian
	body := make([]byte, 8, 64)
	for _, arg := range with {
		switch a := arg.(type) {
		case uint32:
			body = order.AppendUint32(body, a)
		case string:
			body = order.AppendUint32(body, uint32(len(a)+1))
			body = append(body, a...)
			body = append(body, make([]byte, 4-len(a)%4)...)
		}
	}
	order.PutUint32(body, on)
	order.PutUint32(body[4:], uint32(len(body))<<16|uint32(request))
	_, _, err := k.conn.WriteMsgUnix(body, rights, nil)
	return err
}

// heard waits until the compositor has dealt with all that was said, and tells each event on the way.
func (k *keyboard) heard(each func(on uint32, event uint16, rest []byte)) error {
	done := k.new()
	if err := k.say(theDisplay, displaySync, done); err != nil {
		return err
	}
	if err := k.conn.SetReadDeadline(time.Now().Add(conditionTime)); err != nil {
		return err
	}
	for head := make([]byte, 8); ; {
		if _, err := io.ReadFull(k.conn, head); err != nil {
			return err
		}
		on, size := binary.NativeEndian.Uint32(head), binary.NativeEndian.Uint32(head[4:])
		event, rest := uint16(size), make([]byte, size>>16-8)
		if _, err := io.ReadFull(k.conn, rest); err != nil {
			return err
		}
		switch {
		case on == done:
			return nil
		case on == theDisplay && event == 0:
			return fmt.Errorf("the compositor refuses a request: %s", strings.TrimRight(string(rest[12:]), "\x00"))
		case each != nil:
			each(on, event, rest)
		}
	}
}
