package settings_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"cekr.kranj.si/desk/cmd/desk/settings"
)

// A program that is killed while it proves a folder leaves its probe; the next one takes it away, but not the
// probe of a program that is just starting.
func TestProbesOfKilledProgramsAreTakenAway(t *testing.T) {
	dir := t.TempDir()
	old, young := filepath.Join(dir, ".probe-1"), filepath.Join(dir, ".probe-2")
	for _, probe := range []string{old, young} {
		if err := os.WriteFile(probe, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hour := time.Now().Add(-time.Hour)
	if err := os.Chtimes(old, hour, hour); err != nil {
		t.Fatal(err)
	}
	if err := settings.Writable(dir); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || left[0].Name() != ".probe-2" {
		t.Errorf("left %v, %v", left, err)
	}
}
