package main

import (
	"testing"

	"cekr.kranj.si/desk/cmd/desk/windowtest"
)

// The compositor decides whether the one binary is X11's or Wayland's; here there is no X server at all. The card's code is read by
// a hand reader, all else is typed.
func TestRealWindowOnWaylandFromSignInToReceipt(t *testing.T) {
	windowtest.WaylandTools(t)
	c := openOn(t, windowtest.NewCompositor(t, "1280x720"))
	steps := keys(c)
	for i := range steps {
		steps[i].Name = "wayland-" + steps[i].Name
	}
	c.Do(steps[:3])
	c.Read(codeOf(t, "100000014"), readerPace, "Return")
	steps[3].Type, steps[3].Keys = "", nil
	c.Do(steps[3:])
	endsWell(t, c)
}
