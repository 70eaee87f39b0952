package settings

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// Folders says where one mode keeps its data. All of them are the user's alone (0700).
type Folders struct {
	Root  string // shared by the modes, nothing of value lies directly in it
	Dir   string // this mode's own
	place Place
}

func (p Place) folders(root string, mode Mode) Folders {
	return Folders{Root: root, Dir: p.join(root, string(mode)), place: p}
}

// FoldersFor is where a mode keeps its data on the machine p.
func FoldersFor(p Place, mode Mode) (Folders, error) {
	root, err := p.DataRoot()
	if err != nil {
		return Folders{}, err
	}
	return p.folders(root, mode), nil
}

// Journal holds what the desk promised.
func (f Folders) Journal() string { return f.place.join(f.Dir, "journal") }

// Log holds desk.log and its older turns.
func (f Folders) Log() string { return f.place.join(f.Dir, "log") }

// Crash holds the reports of crashes.
func (f Folders) Crash() string { return f.place.join(f.Dir, "crash") }

// Temp holds papers while they are opened or printed; it is swept at each start.
func (f Folders) Temp() string { return f.place.join(f.Dir, "tmp") }

// Ledger holds the embedded office's data; there is one only in training.
func (f Folders) Ledger() string { return f.place.join(f.Dir, "office") }

// All are the folders of the mode, the outermost first.
func (f Folders) All() []string {
	all := []string{f.Root, f.Dir, f.Journal(), f.Log(), f.Crash(), f.Temp()}
	if f.Dir == f.place.join(f.Root, string(Training)) {
		all = append(all, f.Ledger())
	}
	return all
}

// Prepare makes the folders that are missing, takes away other people's rights to the mode's own,
// and proves that each can be written to. Trouble is an *Error with NoFolder and the path.
func (f Folders) Prepare() error {
	for _, dir := range f.All() {
		if err := prepare(dir, dir != f.Root); err != nil {
			return &Error{Code: NoFolder, Path: dir, Err: err}
		}
	}
	return nil
}

func prepare(dir string, own bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if own && info.Mode().Perm()&0o077 != 0 {
		// Windows shows no such rights: there the user's profile is private by itself.
		if err := os.Chmod(dir, 0o700); err != nil {
			return err
		}
	}
	return Writable(dir)
}

// Writable proves that a file can be made in dir, and takes it away again.
func Writable(dir string) error {
	sweepProbes(dir)
	probe, err := os.CreateTemp(dir, probeName)
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

const (
	probeName = ".probe-*"
	// probeLife is far more than a probe lives, unless its program is killed at that moment.
	probeLife = time.Minute
)

// sweepProbes takes away what killed programs have left. What can't be taken away harms nobody.
func sweepProbes(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, probeName))
	for _, probe := range left {
		if info, err := os.Lstat(probe); err == nil && time.Since(info.ModTime()) > probeLife {
			_ = os.Remove(probe)
		}
	}
}
