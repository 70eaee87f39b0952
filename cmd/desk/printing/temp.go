package printing

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Temp is the private folder in which papers lie while they are looked at or printed.
type Temp struct{ dir string }

// kinds are the names a paper may begin with: words of ours, so that no person's name gets into a
// file name.
var kinds = regexp.MustCompile(`^[a-z]{1,20}$`)

// NewTemp makes the folder (0700) and sweeps out what earlier runs left. A paper that a viewer
// still holds open stays until the next start. Only files with names of ours are taken away.
func NewTemp(dir string) (*Temp, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, writing(dir, err)
	}
	t := &Temp{dir: dir}
	return t, t.Sweep()
}

// Sweep takes every paper away.
func (t *Temp) Sweep() error {
	old, err := filepath.Glob(filepath.Join(t.dir, "*-????????????????.pdf"))
	for _, path := range old {
		os.Remove(path)
	}
	return err
}

// Put writes a paper under a name nobody can guess, "topup-3f…9c.pdf", and gives its path. kind is
// one word of a to z.
func (t *Temp) Put(kind string, pdf []byte) (path string, err error) {
	if !kinds.MatchString(kind) {
		return "", &Error{Code: NotSaved, Err: errors.New("kind is not one word")}
	}
	var random [8]byte
	rand.Read(random[:])
	path = filepath.Join(t.dir, kind+"-"+hex.EncodeToString(random[:])+".pdf")
	err = Save(path, pdf, false)
	if CodeOf(err) == NoFolder { // somebody tidied up while the program ran
		if err := os.MkdirAll(t.dir, 0o700); err != nil {
			return "", writing(t.dir, err)
		}
		err = Save(path, pdf, false)
	}
	if err != nil {
		return "", err
	}
	return path, nil
}

// Read gives a paper's bytes, to be saved elsewhere.
func (t *Temp) Read(path string) ([]byte, error) {
	pdf, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{Code: Gone, Path: path, Err: err}
	}
	return pdf, err
}
