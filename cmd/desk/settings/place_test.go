package settings

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func place(os string, env map[string]string) Place {
	home := map[string]string{"linux": "/home/ana", "darwin": "/Users/ana", "windows": `C:\Users\ana`}[os]
	return Place{OS: os, Env: func(name string) string { return env[name] }, Home: home}
}

func TestWhereTheFileLies(t *testing.T) {
	for _, c := range []struct {
		os        string
		env       map[string]string
		flag      string
		file      string
		onPurpose bool
	}{
		{"linux", nil, "", "/etc/cekr-desk/desk.toml", false},
		{"freebsd", nil, "", "/etc/cekr-desk/desk.toml", false},
		{"darwin", nil, "", "/Library/Application Support/CeKR/desk.toml", false},
		{"windows", nil, "", `C:\ProgramData\CeKR\desk.toml`, false},
		{"windows", map[string]string{"ProgramData": `D:\PD\`}, "", `D:\PD\CeKR\desk.toml`, false},
		{"linux", map[string]string{"DESK_CONFIG": "/srv/desk.toml"}, "", "/srv/desk.toml", true},
		{"linux", map[string]string{"DESK_CONFIG": "/srv/desk.toml"}, "x.toml", "x.toml", true},
	} {
		file, onPurpose := place(c.os, c.env).ConfigFile(c.flag)
		if file != c.file || onPurpose != c.onPurpose {
			t.Errorf("%s %v %q: got %s, %v", c.os, c.env, c.flag, file, onPurpose)
		}
	}
}

func TestWhereDataLie(t *testing.T) {
	for _, c := range []struct {
		os   string
		env  map[string]string
		want string // the office's journal; empty: no place for it
	}{
		{"linux", nil, "/home/ana/.local/share/cekr-desk/office/journal"},
		{"linux", map[string]string{"XDG_DATA_HOME": "/data"}, "/data/cekr-desk/office/journal"},
		{"linux", map[string]string{"XDG_DATA_HOME": "data"}, "/home/ana/.local/share/cekr-desk/office/journal"},
		{"linux", map[string]string{"DESK_DATA": "/tmp/d"}, "/tmp/d/office/journal"},
		{"linux", map[string]string{"DESK_DATA": "d"}, ""},
		{"darwin", nil, "/Users/ana/Library/Application Support/CeKR/office/journal"},
		{"windows", map[string]string{"LOCALAPPDATA": `C:\Users\ana\AppData\Local`}, `C:\Users\ana\AppData\Local\CeKR\office\journal`},
		{"windows", nil, ""},
	} {
		f, err := FoldersFor(place(c.os, c.env), Office)
		if c.want == "" {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Errorf("%s %v: got %v, want an *Error", c.os, c.env, err)
			}
			continue
		}
		if err != nil || f.Journal() != c.want {
			t.Errorf("%s %v: got %s, %v", c.os, c.env, f.Journal(), err)
		}
	}
	for _, os := range []string{"linux", "darwin"} {
		if _, err := (Place{OS: os, Env: func(string) string { return "" }}).DataRoot(); err == nil {
			t.Errorf("%s without a home: no error", os)
		}
	}
}

func TestPrepareMakesPrivateFolders(t *testing.T) {
	f := linux(nil).folders(filepath.Join(t.TempDir(), "new", "root"), Training)
	// A folder that somebody made too open is closed again.
	if err := os.MkdirAll(f.Log(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := f.Prepare(); err != nil {
		t.Fatal(err)
	}
	for _, dir := range f.All()[1:] {
		info, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has %v", dir, info.Mode())
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".probe-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	if err := f.Prepare(); err != nil {
		t.Errorf("a second time: %v", err)
	}
}

func TestPrepareSaysWhichFolder(t *testing.T) {
	root := t.TempDir()
	f := linux(nil).folders(root, Office)
	write(t, filepath.Join(root, "office"), "a file where a folder should be")
	err := f.Prepare()
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != NoFolder || e.Path != f.Dir {
		t.Errorf("got %v, want noFolder in %s", err, f.Dir)
	}
}
