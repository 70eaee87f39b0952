// Package canary looks for personal data where none may be.
//
// House rules: only for tests. What is looked for stands nowhere else in the world, so that every hit is a leak;
// what could stand somewhere by chance is looked for with what stands around it. Files are read as they lie on
// the disk, and what they hold in another form is read in that form, too: a journal's bodies, a PDF's words.
package canary

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Data are personal data that a trial has used.
type Data struct {
	Name  string   // of a payer, in parts of at least three letters that are nobody else's
	Alias string   // of the staff: it may stand on paper
	PINs  []string // of at least eight digits
	Sixes []string // last six digits of cards
	// Tokens are those that desks have shown to the office.
	Tokens []string
}

// Canary is one thing to look for.
type Canary struct {
	What  string
	find  *regexp.Regexp
	paper bool // it may stand on paper
}

// Canaries are what to look for. The last six digits of a card are looked for where they stand alone: as a part
// of a longer number, a hash or an id they are chance. Of a document only three characters are ever kept, so the
// field's name is looked for.
func (d Data) Canaries() []Canary {
	all := []Canary{
		{What: "a field of a person", find: regexp.MustCompile(`(?i)last3|"document":|passport`)},
		{What: "the header of a token", find: regexp.MustCompile(`Bearer |Authorization`)},
	}
	add := func(what string, paper bool, before, after string, words ...string) {
		if len(words) == 0 || words[0] == "" {
			return
		}
		for i, w := range words {
			words[i] = regexp.QuoteMeta(w)
		}
		all = append(all, Canary{what, regexp.MustCompile(`(?i)` + before + `(` + strings.Join(words, "|") + `)` + after), paper})
	}
	names := strings.Fields(d.Name)
	for _, n := range names {
		names = append(names, escaped(n))
	}
	add("the payer's name", false, "", "", names...)
	add("a clerk's name", true, "", "", d.Alias)
	add("a PIN", false, "", "", append([]string(nil), d.PINs...)...)
	add("a card's last six digits", false, `(?:^|[^0-9a-f.-])`, `(?:$|[^0-9a-f-])`, append([]string(nil), d.Sixes...)...)
	add("a token", false, "", "", append([]string(nil), d.Tokens...)...)
	return all
}

// escaped is a name as Go's %q, and JSON in ASCII, write it.
func escaped(name string) string {
	return strings.Trim(strconv.QuoteToASCII(name), `"`)
}

// Search looks for them in every file below a folder, and tells how many files it has read.
func Search(dir string, all []Canary) (files int, err error) {
	walk := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		held, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		name, pdf := filepath.Base(path), bytes.HasPrefix(held, []byte("%PDF-"))
		return errors.Join(look(name, held, all, pdf), look(name+", decoded", bodies(held), all, false),
			look(name+", read", words(path, pdf), all, true))
	})
	return files, walk
}

// Text looks for them in a text.
func Text(where string, text []byte, all []Canary) error { return look(where, text, all, false) }

func look(where string, held []byte, all []Canary, paper bool) error {
	var err error
	for _, c := range all {
		if at := c.find.FindIndex(held); at != nil && !(paper && c.paper) {
			from, to := max(0, at[0]-40), min(len(held), at[1]+10)
			err = errors.Join(err, fmt.Errorf("%s holds %s: …%q…", where, c.What, held[from:to]))
		}
	}
	return err
}

var encoded = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`)

// bodies are what stands in base64.
func bodies(held []byte) (plain []byte) {
	for _, text := range encoded.FindAll(held, -1) {
		if b, err := base64.StdEncoding.DecodeString(string(text)); err == nil {
			plain = append(append(plain, b...), '\n')
		}
	}
	return plain
}

// words are those of a PDF, where there is a tool to read them with.
func words(path string, pdf bool) []byte {
	if !pdf {
		return nil
	}
	text, _ := exec.Command("pdftotext", path, "-").Output()
	return text
}

// Process is what anybody on the machine can see of a process while it runs: its arguments and its environment.
func Process(pid int) []byte {
	var shown []byte
	for _, name := range []string{"cmdline", "environ"} {
		text, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), name))
		shown = append(append(shown, text...), '\n')
	}
	return shown
}
