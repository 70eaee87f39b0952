package flow

import (
	"context"
	"strconv"
	"strings"
)

// Choices are what a clerk may choose on a counter PC; codes, never words of a screen.
type Choices struct {
	Language      string // "sl" or "en": of the window
	PaperLanguage string // of what is printed for the customer; empty: the window's
	Theme         string // a variant of package theme
	Scale         int    // text size in percent, 100 to 200
	Receipt       string // "80mm" or "a6"
	Printer       string // the print system's name; empty: its default printer
	Folder        string // where papers are saved; empty: the user's home
	Layout        string // the paper for payment orders, one of Layouts; empty: the first
	Offset        Offset // of Printer
}

// Offset is how far a printer must shift what it prints onto a pre-printed form, in tenths of a millimetre, right and down.
type Offset struct{ Right, Down int }

// MaxOffset bounds an offset either way, in tenths of a millimetre.
const MaxOffset = 100

// ParseOffset reads a shift in millimetres, such as 1,5 or -0.7; nothing is none. It refuses what is finer than a tenth or out of bounds.
func ParseOffset(typed string) (tenths int, ok bool) {
	bare := strings.Map(dropOffsetSpace, typed)
	if bare == "" {
		return 0, true
	}
	bare, negative := strings.CutPrefix(bare, "-")
	if !negative {
		bare = strings.TrimPrefix(bare, "+")
	}
	whole, part, _ := strings.Cut(strings.Replace(bare, ",", ".", 1), ".")
	if strings.Trim(whole+part, "0123456789") != "" || whole == "" || len(whole) > 2 || len(part) > 1 {
		return 0, false
	}
	for _, digit := range whole + (part + "0")[:1] {
		tenths = tenths*10 + int(digit-'0')
	}
	if tenths > MaxOffset {
		return 0, false
	}
	if negative {
		tenths = -tenths
	}
	return tenths, true
}

func dropOffsetSpace(r rune) rune {
	switch {
	case r == '−', r == '–':
		return '-'
	case r == ' ', r == '\u00a0':
		return -1
	}
	return r
}

// FormatOffset writes a shift as ParseOffset reads it, with a comma.
func FormatOffset(tenths int) string {
	sign := ""
	if tenths < 0 {
		sign, tenths = "-", -tenths
	}
	return sign + strconv.Itoa(tenths/10) + "," + strconv.Itoa(tenths%10)
}

// Paper is the language of what is printed.
func (c Choices) Paper() string {
	if c.PaperLanguage != "" {
		return c.PaperLanguage
	}
	return c.Language
}

// Machine is what the settings ask of this PC.
type Machine interface {
	// Printers lists the printers by the print system's names, and which is the default.
	Printers(ctx context.Context) (names []string, standard string, err error)
	// Writable says why papers can't be saved in a folder; nil when they can. An empty one is the home.
	Writable(folder string) error
	// Bundle gathers what support needs, without personal data, into one file and gives its path.
	Bundle(ctx context.Context) (path string, err error)
	// About tells where the log lies.
	LogFolder() string
}

// SettingsState is all the settings screen shows.
type SettingsState struct {
	Choices  Choices
	Printers []string
	Standard string // the default printer
	Known    bool   // the print system has answered
	Problem  *Message
	Done     *Message // what was done last
	LogPath  string
	Turn     int // counts the openings of the screen
}

// Settings is the flow of what a clerk chooses. A change holds at once and is kept.
type Settings struct {
	Draw func(SettingsState)
	// Apply makes choices hold in the window and keeps them.
	Apply func(Choices)

	needs Needs
	state SettingsState
}

// NewSettings starts with the choices of the needs.
func NewSettings(n Needs) *Settings {
	return &Settings{
		needs: n, state: SettingsState{Choices: n.Choices}, Draw: func(SettingsState) {}, Apply: func(Choices) {},
	}
}

// State is the present state.
func (s *Settings) State() SettingsState { return s.state }

// Choices are those that hold.
func (s *Settings) Choices() Choices { return s.state.Choices }

func (s *Settings) set(change func(*SettingsState)) {
	change(&s.state)
	s.Draw(s.state)
}

// Change edits the choices, applies and keeps them.
func (s *Settings) Change(edit func(*Choices)) {
	edit(&s.state.Choices)
	s.Apply(s.state.Choices)
	s.Draw(s.state)
}

// Begin opens the screen and asks which printers there are.
func (s *Settings) Begin() {
	s.set(func(st *SettingsState) {
		st.Known, st.Problem, st.Done, st.LogPath = false, nil, nil, s.needs.Machine.LogFolder()
		st.Turn++
	})
	s.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, readLimit)
		defer cancel()
		names, standard, err := s.needs.Machine.Printers(ctx)
		return func() {
			s.set(func(st *SettingsState) { st.Printers, st.Standard, st.Known = names, standard, err == nil })
		}
	})
}

// Save applies choices, once the folder is known to take papers. What is wrong is said, and nothing changes.
func (s *Settings) Save(c Choices) {
	c.Folder = strings.TrimSpace(c.Folder)
	if card := cardNumberForPath(c.Folder); card != nil {
		s.set(func(st *SettingsState) { st.Problem, st.Done = card, nil })
		return
	}
	s.needs.Tasks.Run(func(context.Context) func() {
		err := s.needs.Machine.Writable(c.Folder)
		return func() {
			if err != nil {
				s.set(func(st *SettingsState) { st.Problem, st.Done = paperProblem(err), nil })
				return
			}
			s.Change(func(all *Choices) { *all = c })
			s.set(func(st *SettingsState) { st.Problem, st.Done = nil, Say("settings.saved") })
		}
	})
}

// OffsetOf is the offset that was kept for a printer.
func (s *Settings) OffsetOf(printer string) Offset {
	if printer == s.state.Choices.Printer {
		return s.state.Choices.Offset
	}
	return s.needs.Offsets(printer)
}

// Calibrate prints the page that shows how far a printer is off, as the choices say that need not hold yet: on that printer, with that
// offset, onto the pre-printed form of that layout.
func (s *Settings) Calibrate(c Choices) {
	slip := Slip{Kind: SlipCalibration, At: s.needs.Now(), Choices: c}
	s.set(func(st *SettingsState) { st.Done = Say("slip.working") })
	handOut(s.needs, PaperPrint, slip, func(p PaperState) {
		s.set(func(st *SettingsState) { st.Done = otherwise(p.Message, "order.failed") })
	})
}

// Bundle gathers what support needs into one file.
func (s *Settings) Bundle() {
	s.set(func(st *SettingsState) { st.Done = Say("settings.bundling") })
	s.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		path, err := s.needs.Machine.Bundle(ctx)
		return func() {
			done := Say("settings.bundled", "Path", path)
			if err != nil {
				done = paperProblem(err)
			}
			s.set(func(st *SettingsState) { st.Done = done })
		}
	})
}
