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

// Canary is one thing to look for, in any of some words.
type Canary struct {
	What  string
	words [][]byte // in small letters unless exact
	exact bool     // capital letters count
	alone bool     // it stands in no longer number, hash or id
	paper bool     // it may stand on paper
}

// Canaries are what to look for. The last six digits of a card are looked for where they stand alone: as a part
// of a longer number, a hash or an id they are chance. Of a document only three characters are ever kept, so the
// field's name is looked for.
func (d Data) Canaries() []Canary {
	names := strings.Fields(d.Name)
	for _, n := range names {
		names = append(names, escaped(n))
	}
	return []Canary{
		{What: "a field of a person", words: small(`last3`, `"document":`, `passport`)},
		{What: "the header of a token", words: [][]byte{[]byte("Bearer "), []byte("Authorization")}, exact: true},
		{What: "the payer's name", words: small(names...)},
		{What: "a clerk's name", words: small(d.Alias), paper: true},
		{What: "a PIN", words: small(d.PINs...)},
		{What: "a card's last six digits", words: small(d.Sixes...), alone: true},
		{What: "a token", words: small(d.Tokens...)},
	}
}

// small are those of some words that are not empty, in small letters.
func small(words ...string) (all [][]byte) {
	for _, w := range words {
		if w != "" {
			all = append(all, []byte(strings.ToLower(w)))
		}
	}
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
	lower := bytes.ToLower(held)
	for _, c := range all {
		in := lower
		if c.exact {
			in = held
		}
		if from, to, found := c.in(in); found && !(paper && c.paper) {
			from, to = max(0, from-40), min(len(in), to+10)
			err = errors.Join(err, fmt.Errorf("%s holds %s: …%q…", where, c.What, in[from:to]))
		}
	}
	return err
}

// in finds the first place where the canary stands.
func (c Canary) in(held []byte) (from, to int, found bool) {
	for _, w := range c.words {
		for past := 0; ; past = from + 1 {
			at := bytes.Index(held[past:], w)
			if at < 0 {
				break
			}
			from, to = past+at, past+at+len(w)
			if !c.alone || !joined(held[:from], true) && !joined(held[to:], false) {
				return from, to, true
			}
		}
	}
	return 0, 0, false
}

// joined tells whether a number goes on at the end of what is before it, or at the beginning of what is behind it.
func joined(beside []byte, before bool) bool {
	if len(beside) == 0 {
		return false
	}
	b := beside[0]
	if before {
		b = beside[len(beside)-1]
	}
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || b == '-' || before && b == '.'
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
