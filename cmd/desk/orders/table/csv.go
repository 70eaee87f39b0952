package table

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLine bounds a line, in bytes; a row needs a few hundred.
const maxLine = 64 << 10

// separators are those that a list may have unsaid, the likeliest first.
const separators = ";\t,"

// reader reads CSV: cells parted by semicolons, tabs, commas or what a line sep= says, and quoted where need be. A cell does not go over
// lines, so that one forgotten quote spoils one row; only the header's do, for it is known by its words.
type reader struct {
	rest string
	line int
	end  byte
	sep  rune        // 0 until a row has shown it
	over map[int]int // over how many more lines the row of a line goes
}

func openCSV(text string, encoding Encoding, knows Knows) *Table {
	r := &reader{rest: strings.TrimRight(text, dosEnd), end: ending(text)}
	about := About{Format: CSV, Encoding: encoding}
	if sep, said := declaredSeparator(r); said {
		r.sep, about.Declared = sep, true
		r.joinHeader(string(sep), knows)
	} else {
		r.joinHeader(separators, knows)
		r.sep = likeliestSeparator(*r, knows)
	}
	return &Table{about: about, csv: r}
}

// dosEnd is what ends a file of DOS.
const dosEnd = "\x1a\x00"

// mostOver bounds over how many more lines a header goes.
const mostOver = 8

// joinHeader finds a header some of whose names stand in quotes over several lines, by any of some separators.
func (r *reader) joinHeader(separators string, knows Knows) {
	for _, sep := range separators {
		ahead := *r
		ahead.sep = sep
		for range Peek {
			row, err := ahead.next()
			if err != nil {
				break
			}
			if row.Fault == Quotes && r.isHeaderFrom(row.Line, sep, knows) {
				return
			}
		}
	}
}

// isHeaderFrom notes over how many lines the header goes that begins at a line, if one does.
func (r *reader) isHeaderFrom(line int, sep rune, knows Knows) bool {
	for more := 1; more <= mostOver; more++ {
		ahead := *r
		ahead.sep, ahead.over = sep, map[int]int{line: more}
		row, err := ahead.next()
		for err == nil && row.Line < line {
			row, err = ahead.next()
		}
		if err == nil && row.Fault == "" && len(row.Cells) > 1 && knows(row.Cells) > 0 {
			r.over = ahead.over
			return true
		}
	}
	return false
}

// ending is what ends the lines of a text: of one without any line feed, as older Macs write it, the carriage return.
func ending(text string) byte {
	if strings.IndexByte(text, '\n') < 0 && strings.IndexByte(text, '\r') >= 0 {
		return '\r'
	}
	return '\n'
}

// declaredSeparator takes the line sep= that Excel obeys and hides.
func declaredSeparator(r *reader) (rune, bool) {
	ahead := *r
	line, ok := ahead.nextLine()
	line = strings.Trim(line, `" `)
	if !ok || len(line) < len("sep=x") || !strings.EqualFold(line[:len("sep=")], "sep=") {
		return 0, false
	}
	sep, size := utf8.DecodeRuneInString(line[len("sep="):])
	if len("sep=")+size != len(line) || unicode.IsLetter(sep) || unicode.IsDigit(sep) {
		return 0, false
	}
	*r = ahead
	return sep, true
}

// likeliestSeparator is the separator by which one of the first rows names the most columns; 0 when none of them names several.
func likeliestSeparator(r reader, knows Knows) (best rune) {
	most := 0
	for _, sep := range separators {
		ahead := r
		ahead.sep = sep
		for range Peek {
			row, err := ahead.next()
			if err != nil {
				break
			}
			if n := knows(row.Cells); len(row.Cells) > 1 && row.Fault == "" && n > most {
				best, most = sep, n
			}
		}
	}
	return best
}

// nextLine is the next line without its ending; false after the last.
func (r *reader) nextLine() (string, bool) {
	if r.rest == "" {
		return "", false
	}
	line, rest, _ := strings.Cut(r.rest, string(r.end))
	r.rest = rest
	r.line++
	return strings.TrimRight(line, "\r"), true
}

func (r *reader) next() (Row, error) {
	for {
		line, ok := r.nextLine()
		if !ok {
			return Row{}, io.EOF
		}
		row := Row{Line: r.line}
		for range r.over[row.Line] {
			more, _ := r.nextLine()
			line += " " + more
		}
		if len(line) > maxLine {
			row.Fault = TooLong
			return row, nil
		}
		if row.Cells, ok = r.split(line); !ok {
			row.Cells, row.Fault = r.splitUnquoted(line), Quotes
		}
		if !row.Empty() {
			return row, nil
		}
	}
}

// splitUnquoted is a line whose quotes are wrong, taken apart as if it had none.
func (r *reader) splitUnquoted(line string) (cells []Cell) {
	for text := range strings.FieldsFuncSeq(line, func(c rune) bool { return c == r.sep || c == '"' }) {
		cells = append(cells, Cell{Text: text})
	}
	return cells
}

// split takes a line apart; false when its quotes are wrong. A separator that isn't known yet is the one that ends the line's first cell.
func (r *reader) split(line string) (cells []Cell, ok bool) {
	for {
		cell, rest, fine := firstCell(line, r.sep)
		if !fine {
			return nil, false
		}
		cells = append(cells, cell)
		if rest == "" {
			return cells, true
		}
		sep, size := utf8.DecodeRuneInString(rest)
		r.sep = sep
		line = rest[size:]
	}
}

// firstCell is the first cell of a line, unquoted, and what follows it, the separator included. sep is 0 while it isn't known.
func firstCell(line string, sep rune) (cell Cell, rest string, ok bool) {
	ends := func(c rune) bool { return c == sep || sep == 0 && strings.ContainsRune(separators, c) }
	blank := strings.TrimLeft(line, " ")
	if !strings.HasPrefix(blank, `"`) {
		if at := strings.IndexFunc(line, ends); at >= 0 {
			return Cell{Text: line[:at]}, line[at:], true
		}
		return Cell{Text: line}, "", true
	}
	var unquoted strings.Builder
	for rest = blank[1:]; ; {
		inside, after, closed := strings.Cut(rest, `"`)
		if !closed {
			return Cell{}, "", false
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
		return Cell{}, "", false
	}
	return Cell{Text: unquoted.String(), Quoted: true}, rest, true
}
