package sandbox

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// with puts other settings in place of the office's.
func with(s system, journal, synchronous string) system {
	s.takes = map[string]string{}
	if journal != "" {
		s.takes["journal_mode"] = "PERSIST"
		s.wishes += "PRAGMA journal_mode = " + journal + ";"
	}
	if synchronous != "" {
		s.takes["synchronous"] = "EXTRA"
		s.wishes += "PRAGMA synchronous = " + synchronous + ";"
	}
	return s
}

// unsynced leaves the syncs of files out whose names end so.
func unsynced(s system, suffix string) system {
	s.sync = func(name string, f simFile) error {
		if strings.HasSuffix(name, suffix) {
			return nil
		}
		return f.Sync()
	}
	return s
}

func withMemory(s system, dir string) system {
	var n atomic.Int64
	s.memory = func(flags vfs.OpenFlag) vfs.SharedMemory {
		return vfs.NewSharedMemory(filepath.Join(dir, fmt.Sprint(n.Add(1))), flags)
	}
	return s
}

// weaknesses are settings and mistakes of which each loses something at a power cut. Among them is every way that
// the office might have been set up and is not.
func weaknesses(t *testing.T) map[string]system {
	logging, unordered, windows := systems[0], systems[1], systems[2]
	bugs := map[string]system{
		"DELETE and EXTRA, and the folder of a new journal is not synced": with(unordered, "DELETE", ""),
		"DELETE and EXTRA, on Windows, which syncs no folder":             with(windows, "DELETE", ""),
		"DELETE and FULL":   with(logging, "DELETE", "FULL"),
		"DELETE and NORMAL": with(logging, "DELETE", "NORMAL"),
		"DELETE and OFF":    with(logging, "DELETE", "OFF"),
		"TRUNCATE, on a disk that may shorten by half": with(logging, "TRUNCATE", ""),
		"PERSIST and OFF":           with(logging, "", "OFF"),
		"MEMORY":                    with(logging, "MEMORY", ""),
		"WAL and FULL":              withMemory(with(unordered, "WAL", "FULL"), t.TempDir()),
		"WAL and NORMAL":            withMemory(with(logging, "WAL", "NORMAL"), t.TempDir()),
		"nothing is synced":         unsynced(logging, ""),
		"the data is not synced":    unsynced(logging, dataFile),
		"the journal is not synced": unsynced(logging, journalOf),
	}
	skipped := logging
	skipped.hidden = func(name string) bool { return strings.HasSuffix(name, journalOf) }
	bugs["recovery is skipped"] = skipped
	unmade := unordered
	unmade.make = func(disk *disktest.Disk, name string) error {
		if strings.HasSuffix(name, journalOf) {
			return nil
		}
		f, err := disk.Open(name)
		return errors.Join(err, f.Close())
	}
	bugs["the journal is not in its folder before it is needed"] = unmade
	return bugs
}

// A search that does not find these proves nothing.
func TestThePowerCutsFindEveryWeakness(t *testing.T) {
	if raced {
		t.Skip("what is searched is the disk, not memory: the weaknesses are found without the race detector")
	}
	for name, bug := range weaknesses(t) {
		t.Run(name, func(t *testing.T) {
			_, err := bug.outages(t, 100, 600)
			if err == nil {
				t.Fatal("not found in 600 runs")
			}
			t.Log(err)
		})
	}
}
