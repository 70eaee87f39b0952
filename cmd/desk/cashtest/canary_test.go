package cashtest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Personal data that stand nowhere else in the world. The three characters that are kept of a document could
// stand anywhere, so the field that holds them is looked for.
const (
	canaryName  = "ŽČŠ-7f3a91c4 Kanarčkova"
	canaryLast3 = "957"
)

// canary is something personal that must be in no file.
type canary struct {
	what  string
	find  *regexp.Regexp
	paper bool // it may stand on a receipt
}

// canaries are looked for in every file of a desk. The last six digits of a card are looked for where they stand
// alone: as a part of a longer number, a hash or an id they would be chance.
func canaries(cards []Card, staff []member, tokens map[string]bool) []canary {
	all := []canary{
		{"the payer's name", regexp.MustCompile(`(?i)7f3a91c4|ŽČŠ|Kanarčk|\\u017d\\u010c\\u0160`), false},
		{"the payer's document", regexp.MustCompile(`(?i)last3|"document|passport`), false},
		{"a token", regexp.MustCompile(`Bearer |Authorization`), false},
		{"a clerk's name", regexp.MustCompile(staffAlias), true},
	}
	var pins, sixes []string
	for _, m := range staff {
		pins = append(pins, m.PIN)
	}
	for _, c := range cards {
		sixes = append(sixes, c.LastSix)
	}
	all = append(all, canary{"a PIN", regexp.MustCompile(strings.Join(pins, "|")), false},
		canary{"a card's last six digits", regexp.MustCompile(`(?:^|[^0-9a-fA-F.-])(` + strings.Join(sixes, "|") + `)(?:$|[^0-9a-fA-F-])`), false})
	for token := range tokens {
		all = append(all, canary{"a token", regexp.MustCompile(regexp.QuoteMeta(token)), false})
	}
	return all
}

// search looks for canaries in everything below a folder; skip leaves a file out.
func search(dir string, all []canary, skip func(path string) bool) (files int, err error) {
	walk := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || skip(path) {
			return err
		}
		held, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		return errors.Join(searched(filepath.Base(path), held, all, false), searched(filepath.Base(path), papers(path, held), all, true))
	})
	return files, walk
}

func searched(where string, held []byte, all []canary, paper bool) error {
	var err error
	for _, c := range all {
		if at := c.find.FindIndex(held); at != nil && !(paper && c.paper) {
			from := max(0, at[0]-40)
			err = errors.Join(err, fmt.Errorf("%s holds %s: …%q…", where, c.what, held[from:min(len(held), at[1]+10)]))
		}
	}
	return err
}

// papers are the words of a PDF, where there is a tool to read them with.
func papers(path string, held []byte) []byte {
	if !bytes.HasPrefix(held, []byte("%PDF-")) {
		return nil
	}
	words, _ := exec.Command("pdftotext", path, "-").Output()
	return words
}

// leaks searches what the desks of a trial have left: journal, log, crash reports, temporary files, saved papers,
// and what /proc showed of them while they ran. A receipt that the clerk saved is a customer's, but there is
// nothing on it either that is looked for here.
func (t *trial) leaks() error {
	all := canaries(t.cards, members, t.network.Tally().Tokens)
	var err error
	for _, d := range t.desks {
		n, found := search(filepath.Join(t.dir, d.name), all, func(string) bool { return false })
		if n < 5 {
			found = errors.Join(found, fmt.Errorf("%s has left only %d files", d.name, n))
		}
		err = errors.Join(err, found)
	}
	for _, shown := range t.exposed {
		err = errors.Join(err, searched("/proc", []byte(shown), all, false))
	}
	return err
}
