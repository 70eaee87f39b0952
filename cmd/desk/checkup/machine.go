package checkup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"cekr.kranj.si/desk/cmd/desk/settings"
)

// minFree is how much space the data folder should have, in bytes: the journal and the logs of years
// fit in a tenth of it.
const minFree = 200 << 20

// folders looks whether data and saved papers find their place.
func (m Machine) folders(s settings.Settings) []Line {
	lines := []Line{m.data(s.Data)}
	if s.Folder == "" {
		return lines
	}
	papers := map[string]any{"Path": s.Folder}
	switch info, err := os.Stat(s.Folder); {
	case err != nil || !info.IsDir():
		lines = append(lines, Line{Fail, "check.folder.missing", papers})
	case settings.Writable(s.Folder) != nil:
		lines = append(lines, Line{Fail, "check.folder.notWritable", papers})
	default:
		lines = append(lines, Line{OK, "check.folder.ok", papers})
	}
	return lines
}

// data looks whether every folder of the mode can be written to, or could be made.
func (m Machine) data(data settings.Folders) Line {
	for _, dir := range data.All() {
		if settings.Writable(existingFolder(dir)) != nil {
			return Line{Fail, "check.data.notWritable", map[string]any{"Path": dir}}
		}
	}
	if bytes, err := m.Free(existingFolder(data.Dir)); err == nil && bytes < minFree {
		return Line{Warn, "check.data.full", map[string]any{"Path": data.Dir, "Megabytes": int64(bytes >> 20)}}
	}
	return Line{OK, "check.data.ok", map[string]any{"Path": data.Dir}}
}

// existingFolder is dir, or the folder above it that is there already.
func existingFolder(dir string) string {
	for {
		above := filepath.Dir(dir)
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || above == dir {
			return dir
		}
		dir = above
	}
}

// display looks whether a window could be shown from here; over a remote shell it can't, and that
// says nothing of the clerk's own session.
func (m Machine) display() Line {
	if m.Display() {
		return Line{OK, "check.display.ok", nil}
	}
	return Line{Warn, "check.display.none", nil}
}
