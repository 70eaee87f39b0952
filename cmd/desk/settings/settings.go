// Package settings reads what the administrator of a counter PC has set, and says where the
// program's data lie on it.
//
// House rules: strict, because real cash hangs on it. A key that is not known, a value out of
// bounds or a file that cannot be read stops the program; nothing is guessed and no setting is
// quietly ignored. No file at all means the training counter, but only where no office journal
// lies. What is wrong comes back as an *Error with a code, the line and the key; people's sentences
// are made of it by whoever shows it. The file holds no secret but the name of the key file.
package settings

import (
	"time"

	"cekr.kranj.si/desk/gui/paper"
)

// Mode says which office the counter works with.
type Mode string

// The modes. Each has a journal and data of its own.
const (
	Training Mode = "training" // the embedded office; no real money
	Office   Mode = "office"   // the real office, at Connection.URL
)

// Receipt is the paper a receipt is laid out for, one of paper.Formats.
type Receipt = paper.Format

// The papers of a receipt.
const (
	Receipt80mm = paper.Roll80
	Receipt58mm = paper.Roll58
	ReceiptA6   = paper.A6
)

// Theme is the choice of colours.
type Theme string

// The themes. System follows the operating system's own choice.
const (
	System   Theme = "system"
	Contrast Theme = "contrast" // black on white
	Light    Theme = "light"
	Dark     Theme = "dark"
)

// Settings is everything the administrator has set, defaults filled in. Every value is within the
// bounds said here; Load gives out no other.
type Settings struct {
	Source         string        // the file read; empty when there is none
	Mode           Mode          // must be set in a file; Training without a file
	Desk           string        // the desk's id, 1 to 32 of A-Z a-z 0-9 and -; "VADNA-1" by default when training
	Connection     Connection    // the real office; set if and only if Mode is Office
	Folder         string        // absolute: where papers are saved unless the clerk says otherwise; empty: the user's home
	Language       string        // "sl" (default) or "en"
	TextScale      int           // percent, 100 to 200; 100 by default
	Theme          Theme         // Light by default
	Receipt        Receipt       // Receipt80mm by default
	ReceiptPrinter string        // for receipts, the print system's name of it; empty: its default printer
	FormPrinter    string        // for payment orders and pages, in the same way
	IdleLock       time.Duration // 1 minute to 1 hour; 5 minutes by default
	Retention      int           // days a settled record stays in the journal, 7 to 3650; 30 by default
	Phone          string        // whom a clerk calls when an outcome doesn't show, 1 to 40 characters
	Payee          Payee         // for payment orders while the office can't be asked
	Blank          Blank         // how far a printer is off on pre-printed forms; none by default
	Data           Folders       // where this mode keeps its data
}

// Connection says how the real office is reached.
type Connection struct {
	URL  string // https, with any path prefix, without a trailing slash
	CA   string // absolute path of a PEM file with the CAs to trust; empty: the system's
	Cert string // absolute path of the desk's certificate (PEM); empty: none
	Key  string // absolute path of its key (PEM); set if and only if Cert is
}

// Payee is who is paid by a payment order when the office can't be asked. Name, Street and Town
// have 1 to 33 characters, Purpose 1 to 42, Code is four capital letters (UPN standard, fields 12,
// 13, 17 to 19), all of them letters that the payment form has.
type Payee struct {
	Name, Street, Town, Code, Purpose string
	Assumed                           bool // nobody set it: to be marked so on the screen
}

// Blank is how far a printer of forms must shift what it writes into pre-printed ones, in millimetres, right and
// down, each -10 to 10 and to the tenth: what the page of desk order --calibration has shown.
type Blank struct {
	Printer     string // the print system's name of it
	Right, Down float64
}

// Default is the training counter as it is without any file; Data and Source are empty.
func Default() Settings {
	return Settings{
		Mode:      Training,
		Desk:      "VADNA-1",
		Language:  "sl",
		TextScale: 100,
		Theme:     Light,
		Receipt:   Receipt80mm,
		IdleLock:  5 * time.Minute,
		Retention: 30,
		Phone:     "01 477 20 00",
		Payee: Payee{
			Name: "NLB d.d.", Street: "Trg republike 2", Town: "1000 Ljubljana",
			Code: "OTHR", Purpose: "Polnitev kartice CeKR", Assumed: true,
		},
	}
}
