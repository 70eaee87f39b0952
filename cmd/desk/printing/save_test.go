package printing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
)

func TestSaveKeepsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "Račun 1.pdf")
	if err := Save(path, []byte("first"), false); err != nil {
		t.Fatal(err)
	}
	if err := Save(path, []byte("second"), false); CodeOf(err) != Exists {
		t.Errorf("over an existing file: %v", err)
	}
	holds(t, path, "first")
	if err := Save(path, []byte("second"), true); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "second")
	broken := func(f *os.File, data []byte) error {
		f.Write(data[:3])
		return &fs.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	for _, replace := range []bool{true, false} {
		other := filepath.Join(dir, fmt.Sprintf("other-%v.pdf", replace))
		if err := save(other, []byte("half a paper"), replace, broken); CodeOf(err) != DiskFull {
			t.Errorf("full disk: %v", err)
		}
	}
	if err := save(path, []byte("third"), true, broken); CodeOf(err) != DiskFull {
		t.Errorf("full disk: %v", err)
	}
	holds(t, path, "second")
	only(t, dir, "Račun 1.pdf")
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", path, got, err, want)
	}
	if info, err := os.Stat(path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%s has %v", path, info.Mode())
	}
}

// only makes sure that dir holds the named files and no remains.
func only(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(want) {
		t.Fatalf("%v, %v; want %v", entries, err, want)
	}
	for i, entry := range entries {
		if entry.Name() != want[i] {
			t.Errorf("%v; want %v", entries, want)
		}
	}
}

func TestOfTwoSaversOneIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pdf")
	var told [8]Code
	var all sync.WaitGroup
	for i := range told {
		all.Go(func() { told[i] = CodeOf(Save(path, []byte("x"), false)) })
	}
	all.Wait()
	saved := 0
	for _, code := range told {
		if code == "" {
			saved++
		} else if code != Exists {
			t.Errorf("got %s", code)
		}
	}
	if saved != 1 {
		t.Errorf("%d saved", saved)
	}
}

func TestTroubleWithTheFolderHasACode(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		code Code
	}{
		"no folder":        {filepath.Join(dir, "gone", "a.pdf"), NoFolder},
		"folder is a file": {filepath.Join(file, "a.pdf"), NoFolder},
		"path is a folder": {dir, IsFolder},
		"half a path":      {"a.pdf", NotWhole},
		"no path":          {"", NotWhole},
	} {
		if err := Save(c.path, []byte("x"), true); CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestErrorsOfTheSystemGetTheirCode(t *testing.T) {
	for _, c := range []struct {
		err  error
		code Code
	}{
		{syscall.ENOSPC, DiskFull},
		{syscall.EACCES, NotWritable},
		{syscall.EPERM, NotWritable},
		{syscall.ENOENT, NoFolder},
		{syscall.EIO, NotSaved},
		{errors.New("other"), NotSaved},
	} {
		wrapped := fmt.Errorf("x: %w", &fs.PathError{Op: "write", Path: "/p", Err: c.err})
		if got := CodeOf(writing("/p", wrapped)); got != c.code {
			t.Errorf("%v is %s, want %s", c.err, got, c.code)
		}
	}
	if err := writing("/p", nil); err != nil {
		t.Errorf("nothing wrong is %v", err)
	}
}

func TestFolderNotWritable(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("needs a user whom the rights of a folder stop: not root, not Windows")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if err := Save(filepath.Join(dir, "a.pdf"), []byte("x"), false); CodeOf(err) != NotWritable {
		t.Errorf("got %v", err)
	}
}

func TestExpandReadsWhatClerksType(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the paths of this table are Unix paths")
	}
	for typed, want := range map[string]string{
		"":                    "",
		"  ":                  "",
		"racun.pdf":           "/papers/racun.pdf",
		"a/../b.pdf":          "/papers/b.pdf",
		"~/x.pdf":             "/home/ana/x.pdf",
		"~":                   "/home/ana",
		"~boris/x.pdf":        "/papers/~boris/x.pdf",
		" /tmp/x.pdf ":        "/tmp/x.pdf",
		`"/tmp/Moji računi/"`: "/tmp/Moji računi",
	} {
		if got := Expand(typed, "/papers", "/home/ana"); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	if got := Expand("racun.pdf", "", "/home/ana"); got != "/home/ana/racun.pdf" {
		t.Errorf("without a folder it lies at %q", got)
	}
}

func TestPrivateFolderIsSweptAtStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tmp")
	temp, err := NewTemp(dir)
	if err != nil {
		t.Fatal(err)
	}
	path, err := temp.Put("topup", []byte("%PDF"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := temp.Put("topup", []byte("%PDF"))
	if err != nil || again == path {
		t.Errorf("two papers lie at %s and %s, %v", path, again, err)
	}
	holds(t, path, "%PDF")
	if info, _ := os.Stat(dir); runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has %v", info.Mode())
	}
	// Somebody else's file stays, whoever put it there.
	foreign := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(foreign, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewTemp(dir); err != nil {
		t.Fatal(err)
	}
	only(t, dir, "notes.txt")
	if _, err := temp.Read(path); CodeOf(err) != Gone {
		t.Errorf("reading a swept paper: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if path, err = temp.Put("order", []byte("%PDF-2")); err != nil {
		t.Errorf("after the folder went: %v", err)
	}
	if pdf, err := temp.Read(path); err != nil || string(pdf) != "%PDF-2" {
		t.Errorf("%q, %v", pdf, err)
	}
}

func TestNoPersonsNameInAFileName(t *testing.T) {
	temp, err := NewTemp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"", "Žiga Čuk", "../x", "topup 4111111111111111", "a/b"} {
		if path, err := temp.Put(kind, nil); err == nil {
			t.Errorf("%q became %s", kind, path)
		}
	}
}
