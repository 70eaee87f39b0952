package table

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Encoding is how a file writes its letters.
type Encoding string

// The encodings that are read.
const (
	UTF8        Encoding = "utf8"
	UTF16LE     Encoding = "utf16le"
	UTF16BE     Encoding = "utf16be"
	Windows1250 Encoding = "windows1250"
	ISO88592    Encoding = "iso88592"
)

// decode is a file's text, without its byte order mark. What can't be told for certain is refused whole: one wrong letter is another name.
func decode(data []byte) (string, Encoding, error) {
	mark := func(begin string) bool { return bytes.HasPrefix(data, []byte(begin)) }
	switch {
	case mark("\xff\xfe"):
		return decode16(data[2:], binary.LittleEndian, UTF16LE)
	case mark("\xfe\xff"):
		return decode16(data[2:], binary.BigEndian, UTF16BE)
	case mark("\uFEFF"):
		if data = data[len("\uFEFF"):]; !utf8.Valid(data) {
			return "", "", undecoded(data)
		}
		return string(data), UTF8, nil
	}
	if order, encoding, is := utf16WithoutMark(data); is {
		return decode16(data, order, encoding)
	}
	zeros := bytes.Count(data, []byte{0})
	switch {
	case zeros > len(data)/4: // of UTF-16 that is cut in the midst of a letter
		return "", "", &Error{Code: Undecoded, Line: 1}
	case utf8.Valid(data):
		if at := eitherWay(data); at >= 0 {
			return "", "", &Error{Code: Undecoded, Line: lineOf(string(data[:at]))}
		}
		return string(data), UTF8, nil
	case zeros > 0:
		return "", "", &Error{Code: Foreign}
	case isWindows1250(data):
		return decode8(data, charmap.Windows1250, Windows1250)
	case isISO88592(data):
		return decode8(data, charmap.ISO8859_2, ISO88592)
	}
	return "", "", undecoded(data)
}

func decode8(data []byte, from *charmap.Charmap, encoding Encoding) (string, Encoding, error) {
	text, err := from.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", undecoded(data)
	}
	return string(text), encoding, nil
}

// undecoded names the first line with a letter that isn't UTF-8.
func undecoded(data []byte) *Error {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return &Error{Code: Undecoded, Line: lineOf(string(data[:at]))}
}

// lineOf is the line, from 1, that comes after a text.
func lineOf(before string) int {
	if end := ending(before); end != '\n' {
		return strings.Count(before, string(end)) + 1
	}
	return strings.Count(before, "\n") + 1
}

// utf16WithoutMark tells UTF-16 without a mark: of letters that Slovenes use, one byte of two is 0 or 1, and always the same one; no other text has
// such bytes.
func utf16WithoutMark(data []byte) (binary.ByteOrder, Encoding, bool) {
	head := data[:min(len(data), 4096)&^1]
	if len(data)%2 != 0 || len(head) < 4 {
		return nil, "", false
	}
	var small, zero [2]int
	for i, b := range head {
		if b <= 2 {
			small[i%2]++
		}
		if b == 0 {
			zero[i%2]++
		}
	}
	units := len(head) / 2
	switch {
	case small[0] == 0 && zero[1] > units/2 && small[1] > units*9/10:
		return binary.LittleEndian, UTF16LE, true
	case small[1] == 0 && zero[0] > units/2 && small[0] > units*9/10:
		return binary.BigEndian, UTF16BE, true
	}
	return nil, "", false
}

// decode16 refuses half a letter: the file was cut, or is no text.
func decode16(data []byte, order binary.ByteOrder, encoding Encoding) (string, Encoding, error) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	var text strings.Builder
	text.Grow(len(units) + len(units)/8)
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			if i+1 < len(units) {
				r = utf16.DecodeRune(r, rune(units[i+1]))
			}
			if i++; i >= len(units) || r == utf8.RuneError {
				return "", "", &Error{Code: Undecoded, Line: lineOf(text.String())}
			}
		}
		text.WriteRune(r)
	}
	if len(data)%2 != 0 {
		return "", "", &Error{Code: Undecoded, Line: lineOf(text.String())}
	}
	return text.String(), encoding, nil
}
