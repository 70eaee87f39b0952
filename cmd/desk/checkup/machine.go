package checkup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

// room is how much space the data folder should have, in bytes: the journal and the logs of years
// fit in a tenth of it.
const room = 200 << 20

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
		if settings.Writable(standing(dir)) != nil {
			return Line{Fail, "check.data.notWritable", map[string]any{"Path": dir}}
		}
	}
	if bytes, err := m.Free(standing(data.Dir)); err == nil && bytes < room {
		return Line{Warn, "check.data.full", map[string]any{"Path": data.Dir, "Megabytes": int64(bytes >> 20)}}
	}
	return Line{OK, "check.data.ok", map[string]any{"Path": data.Dir}}
}

// standing is dir, or the folder above it that is there already.
func standing(dir string) string {
	for {
		above := filepath.Dir(dir)
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || above == dir {
			return dir
		}
		dir = above
	}
}

// printer looks for the printer of the settings, or a default one, and for a PDF viewer. Without
// either a receipt can still be saved, so only a printer that was asked for by name is a failure.
func (m Machine) printer(ctx context.Context, s settings.Settings) []Line {
	values := map[string]any{"Printer": s.Printer}
	var line Line
	switch names, standard, err := m.Print.Printers(ctx); {
	case printing.CodeOf(err) == printing.NoPrinting && s.Printer == "":
		line = Line{Warn, "check.printer.noSystem", values}
	case err != nil:
		line = Line{Fail, "check.printer.noSystem", values}
	case s.Printer != "" && !slices.Contains(names, s.Printer):
		line = Line{Fail, "check.printer.unknown", values}
	case s.Printer != "":
		line = Line{OK, "check.printer.ok", values}
	case standard == "":
		line = Line{Warn, "check.printer.noDefault", values}
	default:
		line = Line{OK, "check.printer.default", map[string]any{"Printer": standard}}
	}
	if !m.Print.HasViewer() {
		return []Line{line, {Warn, "check.viewer.none", nil}}
	}
	return []Line{line}
}

// display looks whether a window could be shown from here; over a remote shell it can't, and that
// says nothing of the clerk's own session.
func (m Machine) display() Line {
	if m.Display() {
		return Line{OK, "check.display.ok", nil}
	}
	return Line{Warn, "check.display.none", nil}
}
