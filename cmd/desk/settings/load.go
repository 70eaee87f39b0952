package settings

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// maxFile is the most a settings file may hold, in bytes.
const maxFile = 64 << 10

// Paths says where to look.
type Paths struct {
	Config string // a file named by the --config flag; empty: the usual places
	Place  Place
}

// Load reads the settings of this machine. No file in the usual place gives the training counter,
// unless an office journal lies in the data folder: then OfficeJournal, for nobody may take real
// cash at a training counter because a file went missing. Any trouble is an *Error. Load makes no
// folder; see Folders.Prepare.
func Load(p Paths) (Settings, error) {
	root, err := p.Place.DataRoot()
	if err != nil {
		return Settings{}, err
	}
	file, onPurpose := p.Place.ConfigFile(p.Config)
	text, err := readFile(file)
	if errors.Is(err, fs.ErrNotExist) && !onPurpose {
		if err := p.Place.noOfficeJournal(root); err != nil {
			return Settings{}, err
		}
		s := Default()
		s.Data = p.Place.folders(root, s.Mode)
		return s, nil
	}
	if err != nil {
		return Settings{}, fileError(file, err)
	}
	s, err := p.Place.parse(file, text)
	if err != nil {
		return Settings{}, err
	}
	s.Data = p.Place.folders(root, s.Mode)
	return s, nil
}

// Parse reads the text of a settings file named file as this machine would. Data stays empty.
func Parse(file, text string) (Settings, error) { return Here().parse(file, text) }

var errTooLarge = errors.New("settings: file too large")

func readFile(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return "", err
	}
	if len(text) > maxFile {
		return "", errTooLarge
	}
	return string(text), nil
}

func fileError(file string, err error) error {
	code := Unreadable
	switch {
	case errors.Is(err, errTooLarge):
		code = TooLarge
	case errors.Is(err, fs.ErrNotExist):
		code = Missing
	}
	return &Error{Code: code, Path: file, Err: err}
}

// noOfficeJournal refuses when an office journal lies under root, or under the user's usual root
// when root is another. A folder that can't be looked into counts as one with a journal.
func (p Place) noOfficeJournal(root string) error {
	roots := []string{root}
	if usual, err := p.usualRoot(); err == nil && usual != root {
		roots = append(roots, usual)
	}
	for _, r := range roots {
		journal := p.folders(r, Office).Journal()
		entries, err := os.ReadDir(journal)
		if len(entries) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &Error{Code: OfficeJournal, Path: journal, Err: err}
		}
	}
	return nil
}
