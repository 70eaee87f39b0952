package table

import (
	"bytes"
	"context"
	"io"
	"strings"
)

// MaxSize bounds a file, in bytes, packed or not: some hundred thousand rows.
const MaxSize = 64 << 20

// Peek is how many rows from the top may hold the names of the columns.
const Peek = 50

// Knows counts the columns whose names stand in a row; 0 for a row that names none.
type Knows func([]Cell) int

// Row is one row that isn't empty.
type Row struct {
	Line   int // from 1: of the file, or of the sheet
	Cells  []Cell
	Hidden bool  // the spreadsheet doesn't show it
	Fault  Fault // why its cells aren't sure to be these; empty when they are
}

// Fault is what is wrong with a row as such.
type Fault string

// The faults of rows.
const (
	TooLong Fault = "tooLong" // more than 64 KiB
	Quotes  Fault = "quotes"
)

// Empty reports that no cell holds anything.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if !c.Empty() {
			return false
		}
	}
	return r.Fault == ""
}

// Format is the kind of a file.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	ODS  Format = "ods"
)

// About is what was found out about a file before its first row.
type About struct {
	Format    Format
	Encoding  Encoding // of CSV
	Separator rune     // of CSV; 0 while no row has shown one
	Declared  bool     // a line sep= says the separator
	Sheet     string   // of a spreadsheet: the one that is read
	Others    []string // sheets with something in them that are passed over
}

// Table is an open file.
type Table struct {
	about About
	csv   *reader
	rows  []Row
}

// Open reads a file's data. knows helps to tell the separator and the sheet. Errors are *Error, and ctx's.
func Open(ctx context.Context, data []byte, knows Knows) (*Table, error) {
	switch {
	case len(data) > MaxSize:
		return nil, &Error{Code: TooBig}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return openArchive(ctx, data, knows)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, &Error{Code: compound(data)}
	case foreign(data):
		return nil, &Error{Code: Foreign}
	}
	text, encoding, err := decode(data)
	if err != nil {
		return nil, err
	}
	return openCSV(text, encoding, knows), nil
}

// compound is why a file of Microsoft's older container can't be read: in it lie spreadsheets with a password, and those of before 2007.
func compound(data []byte) Code {
	if bytes.Contains(data, wide("EncryptedPackage")) {
		return Locked
	}
	if bytes.Contains(data, wide("Workbook")) || bytes.Contains(data, wide("Book")) {
		return OldExcel
	}
	return Foreign
}

// wide is ASCII in UTF-16, little endian.
func wide(text string) []byte {
	var b []byte
	for i := range len(text) {
		b = append(b, text[i], 0)
	}
	return b
}

// begins are how files begin that are given for lists and are none, in lower case.
var begins = []string{"%pdf-", "\xff\xfe\x00\x00", "\x00\x00\xfe\xff", `{\rtf`, "<!doctype", "<html", "<?xml", "<table", "<meta", "<office"}

func foreign(data []byte) bool {
	head := strings.ToLower(string(data[:min(len(data), 64)]))
	head = strings.TrimLeft(strings.TrimPrefix(head, "\uFEFF"), " \t\r\n")
	for _, b := range begins {
		if strings.HasPrefix(head, b) {
			return true
		}
	}
	return false
}

// About tells what was found out. The separator may come later, with the first row that has one.
func (t *Table) About() About {
	if t.csv != nil {
		t.about.Separator = t.csv.sep
	}
	return t.about
}

// Next is the next row that isn't empty, or io.EOF.
func (t *Table) Next() (Row, error) {
	if t.csv != nil {
		return t.csv.next()
	}
	if len(t.rows) == 0 {
		return Row{}, io.EOF
	}
	row := t.rows[0]
	t.rows = t.rows[1:]
	return row, nil
}
