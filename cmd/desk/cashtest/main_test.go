package cashtest

import (
	"fmt"
	"os"
	"runtime/debug"
	"testing"
)

// roleKey is the environment variable that makes a process of this test binary.
const roleKey = "DESK_KILLS_ROLE"

func TestMain(m *testing.M) {
	roles := map[string]func() error{"office": officeProcess, "desk": deskProcess}
	role := os.Getenv(roleKey)
	if role == "" {
		os.Exit(m.Run())
	}
	debug.SetGCPercent(400) // most lives end before there is much to collect
	if err := roles[role](); err != nil {
		fmt.Fprintln(os.Stderr, role+":", err)
		os.Exit(1)
	}
}

// size is how much a run does: what a push, a night and a release ask for.
func size(push, night, release int) int {
	switch os.Getenv("DESK_TESTS") {
	case "release":
		return release
	case "night":
		return night
	}
	return push
}
