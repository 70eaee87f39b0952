package main

import (
	"testing"

	"cekr.kranj.si/desk/cmd/desk/windowtest"
)

// The compositor decides whether the one binary is X11's or Wayland's; here there is no X server at all.
func TestRealWindowOnWaylandFromSignInToReceipt(t *testing.T) {
	windowtest.WaylandTools(t)
	c := openOn(t, windowtest.NewCompositor(t, "1280x720"))
	c.Do(keys(c))
	endsWell(t, c)
}
