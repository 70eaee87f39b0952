package orders

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cekr.kranj.si/desk/gui/flow"
)

// maxLine bounds a line of a list, in bytes; a row needs a few hundred. What is longer is a bad row,
// and is not kept in memory.
const maxLine = 64 << 10

// Row is one row of a list: its line, from 1, and its cells as they were written; with a problem
// the cells could not be told.
type Row struct {
	Line    int
	Cells   flow.OrderForm
	Problem *Problem
}

// Reader reads a list of cards: CSV of UTF-8, with or without a byte order mark, cells parted by
// commas, semicolons or tabs and quoted where need be. A cell does not go over lines, so that one
// forgotten quote spoils one row. The columns are MOK ID and, as far as they are there, amount,
// payer's name, street, town; a header may put them in another order. Empty rows are passed over.
type Reader struct {
	from   *bufio.Reader
	line   int
	sep    rune    // 0 until a row has shown it
	fields []Field // the columns; nil until the first row
}

// NewReader reads a list from r.
func NewReader(r io.Reader) *Reader { return &Reader{from: bufio.NewReaderSize(r, maxLine)} }

// Next is the next row, or io.EOF. Errors are those of the source, and an *Error for a file that is
// no list and for a header that can't be understood.
func (r *Reader) Next() (Row, error) {
	for {
		line, long, err := r.physical()
		if err != nil {
			return Row{}, err
		}
		if r.line == 1 && slices.ContainsFunc(foreign, func(begin string) bool { return bytes.HasPrefix(line, []byte(begin)) }) {
			return Row{}, &Error{Code: NotCSV}
		}
		if key := unfit(line, long); key != "" {
			return r.bad(key), nil
		}
		cells, whole := r.split(string(line))
		switch {
		case !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }):
			continue
		case !whole:
			return r.bad("orders.row.quotes"), nil
		}
		if r.fields == nil {
			isHeader, err := r.header(cells)
			if err != nil {
				return Row{}, err
			}
			if isHeader {
				continue
			}
		}
		return r.row(cells), nil
	}
}

// physical is the next line without its ending and, on the first line, without the byte order mark.
// It is good until the next call. Of a line that is too long, what is too much is dropped.
func (r *Reader) physical() (line []byte, long bool, err error) {
	line, err = r.from.ReadSlice('\n')
	for rest := err; errors.Is(rest, bufio.ErrBufferFull); long = true {
		_, rest = r.from.ReadSlice('\n')
		err = rest
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0 && !long) {
		return nil, false, err
	}
	r.line++
	if r.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\uFEFF"))
	}
	return bytes.TrimRight(line, "\r\n"), long, nil
}

// foreign is how files begin that are given for lists: UTF-16 of either order, spreadsheets of the
// newer and the older kind, PDFs.
var foreign = []string{"\xff\xfe", "\xfe\xff", "PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF-"}

// unfit is why a line can't be a row at all; empty when it can.
func unfit(line []byte, long bool) (key string) {
	switch {
	case long:
		return "orders.row.tooLong"
	case !utf8.Valid(line):
		return "orders.row.notUTF8"
	}
	return ""
}

func (r *Reader) bad(key string) Row {
	return Row{Line: r.line, Problem: &Problem{Line: r.line, Reasons: []Reason{{Field: Whole, Key: key}}}}
}

// row puts cells into their columns. Cells beyond the columns may be there if they are empty, as
// spreadsheets leave them.
func (r *Reader) row(cells []string) Row {
	row := Row{Line: r.line}
	for i, text := range cells {
		switch {
		case i < len(r.fields) && r.fields[i] != Whole:
			*cell(&row.Cells, r.fields[i]) = text
		case strings.TrimSpace(text) != "":
			return r.bad("orders.row.cells")
		}
	}
	// 50,00 without quotes falls into two cells, and the cents would be a payer.
	if r.sep == ',' && row.Cells.Amount != "" && allDigits(row.Cells.Name) {
		return r.bad("orders.row.decimals")
	}
	return row
}

func allDigits(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// split takes a line apart; false when its quotes are wrong. The separator of a list is the one
// that ends its first cell.
func (r *Reader) split(line string) (cells []string, ok bool) {
	for {
		text, rest, fine := firstCell(line, r.sep)
		if !fine {
			return []string{line}, false
		}
		cells = append(cells, text)
		if rest == "" {
			return cells, true
		}
		r.sep = rune(rest[0])
		line = rest[1:]
	}
}

// firstCell is the first cell of a line, unquoted, and what follows it, the separator included. sep
// is 0 while it isn't known.
func firstCell(line string, sep rune) (text, rest string, ok bool) {
	ends := func(c rune) bool { return c == sep || sep == 0 && strings.ContainsRune(",;\t", c) }
	blank := strings.TrimLeft(line, " ")
	if !strings.HasPrefix(blank, `"`) {
		if at := strings.IndexFunc(line, ends); at >= 0 {
			return line[:at], line[at:], true
		}
		return line, "", true
	}
	var unquoted strings.Builder
	for rest = blank[1:]; ; {
		inside, after, closed := strings.Cut(rest, `"`)
		if !closed {
			return "", "", false
		}
		unquoted.WriteString(inside)
		if rest = after; !strings.HasPrefix(rest, `"`) {
			break
		}
		unquoted.WriteByte('"')
		rest = rest[1:]
	}
	rest = strings.TrimLeft(rest, " ")
	if first, _ := utf8.DecodeRuneInString(rest); rest != "" && !ends(first) {
		return "", "", false
	}
	return unquoted.String(), rest, true
}

// header takes the first row for a header if its first cell has letters and no digit; else the
// columns are in their usual order.
func (r *Reader) header(cells []string) (is bool, err error) {
	r.fields = columns[:]
	if !strings.ContainsFunc(cells[0], unicode.IsLetter) || strings.ContainsFunc(cells[0], unicode.IsDigit) {
		return false, nil
	}
	r.fields = make([]Field, len(cells))
	for i, text := range cells {
		name := strings.Join(strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) }), " ")
		field, known := headers[name]
		if strings.TrimSpace(text) == "" {
			continue
		}
		if !known || slices.Contains(r.fields, field) {
			return true, &Error{Code: Header, Count: i + 1}
		}
		r.fields[i] = field
	}
	if !slices.Contains(r.fields, MokID) {
		return true, &Error{Code: NoMokID}
	}
	return true, nil
}

// headers are the names of columns, in lower case, letters and single spaces only.
var headers = map[string]Field{
	"mok id": MokID, "mokid": MokID, "mok": MokID, "kartica": MokID, "card": MokID,
	"znesek": Amount, "znesek v evrih": Amount, "znesek eur": Amount, "amount": Amount, "amount in euros": Amount, "amount eur": Amount,
	"plačnik": Name, "ime": Name, "ime in priimek": Name, "plačnik ime in priimek": Name, "payer": Name, "name": Name, "payer name": Name,
	"ulica": Street, "naslov": Street, "ulica in številka": Street, "street": Street, "address": Street, "street and number": Street,
	"kraj": Town, "pošta": Town, "poštna številka in kraj": Town, "pošta in kraj": Town, "town": Town, "post code and town": Town,
}
