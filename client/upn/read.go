package upn

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// Reading is whom a code pays, as far as a text tells it that a reader, a clipboard or a field of one line has made of
// the code.
type Reading struct {
	PayeeIBAN      IBAN
	PayeeReference Reference
	// Payee is the payee's name; where the text doesn't tell it from the street and the town, all three.
	Payee string
}

// maxText bounds a text, in characters: a whole payload with a filler and every line end doubled.
const maxText = 2 * maxPayload

// ReadText reads the payload of a code that has come as text, also when its line ends were lost: all of them CR, CR LF, blanks, tabs or
// nothing, or a mixture. Letters may be shown by another code page; they count as one each. Nothing is searched for: the text has to
// be, from its first character to its last, a payload of the standard, with its control sum.
//
// With its line ends it is judged as [Parse] does. Without, the fields that have a form of their own (amount, code, IBAN, references,
// dates) must stand in their order and leave to the others no more than their bounds; where that can be done in two ways that pay
// somebody else, it is refused by the rule Ambiguous. The control sum is compared to the byte where all line ends were lost in the
// same way, else as closely as can be told.
//
// Errors are *Error. With an error the reading tells whom the code would pay, if the payee's account is well-formed.
func ReadText(text string) (Reading, error) {
	s, err := codeTextOf(text)
	if err != nil {
		return Reading{}, err
	}
	var r Reading
	if lines := s.lines(); lines != nil {
		r, err = s.readLines(lines)
	} else {
		r, err = s.readRun()
	}
	if err != nil {
		return r, err
	}
	return r, nil
}

// MokID is the card that the code loads. Errors are *Error: of the rule OtherPayee where the money goes to another account, and on
// [ReferenceField] where it goes to another card of the bank.
func (r Reading) MokID(a Account) (string, error) {
	if r.PayeeIBAN != a.IBAN {
		return "", &Error{PayeeIBAN, OtherPayee, 0}
	}
	return MokIDFrom(a, string(r.PayeeReference))
}

// codeText is a text with each character as it is and as a byte of the code page; line ends of any kind are '\n', other blanks ' ', and
// what the code page doesn't have is substitute.
type codeText struct {
	runes []rune
	bytes []byte
}

// substitute is a letter for one that the code page doesn't have.
const substitute = '?'

func codeTextOf(text string) (s codeText, err *Error) {
	text = strings.TrimFunc(text, isOuter)
	if strings.HasPrefix(text, tag+"\r") {
		text = strings.ReplaceAll(text, "\n\r", "\n")
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cf, r), r == '\ufeff':
			continue
		case len(s.bytes) == maxText:
			return codeText{}, &Error{Filler, TooLong, 0}
		}
		s.runes, s.bytes = append(s.runes, r), append(s.bytes, byteOf(r))
	}
	if !bytes.HasPrefix(s.bytes, []byte(tag[:len(tag)-1])) {
		return codeText{}, &Error{Tag, Form, firstDifference(s.bytes, []byte(tag))}
	}
	return s, nil
}

func byteOf(r rune) byte {
	switch {
	case r == '\r', r == '\n', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
		return ' '
	case r <= 0x7f:
		return byte(r)
	}
	if b, ok := charmap.ISO8859_2.EncodeRune(r); ok && b > 0xa0 {
		return b
	}
	return substitute
}

// lines are the ends of the twenty fields, if the text has its line ends, once or each twice; else nil.
func (s codeText) lines() (ends []int) {
	for i, b := range s.bytes {
		if b == '\n' {
			ends = append(ends, i)
		}
	}
	ends = append(ends, len(s.bytes))
	if len(ends) >= 2*fieldsInPayload-1 {
		ends = everyOther(ends)
	}
	if len(ends) < fieldsInPayload {
		return nil
	}
	return ends[:fieldsInPayload]
}

// everyOther are the first ones of ends that stand in pairs, or none.
func everyOther(ends []int) (firsts []int) {
	for i, end := range ends {
		switch {
		case i%2 == 0:
			firsts = append(firsts, end)
		case end != ends[i-1]+1:
			return nil
		}
	}
	return firsts
}

func (s codeText) readLines(ends []int) (r Reading, err *Error) {
	payload, from := make([]byte, 0, maxPayload), 0
	for i, end := range ends {
		field := s.bytes[min(from, end):end]
		switch i {
		case 14:
			if iban, err := ParseIBAN(string(field)); err == nil {
				r.PayeeIBAN = iban
			}
		case 15:
			r.PayeeReference = Reference(field)
		case 16:
			r.Payee = strings.TrimSpace(string(s.runes[min(from, end):end]))
		}
		payload = append(append(payload, field...), '\n')
		for from = end + 1; i+1 < len(ends) && from < ends[i+1] && s.bytes[from] == '\n'; from++ {
		}
	}
	if rest := s.bytes[min(from, len(s.bytes)):]; len(bytes.TrimSpace(rest)) > 0 {
		return r, &Error{Filler, Form, 0}
	}
	if _, err = parse(payload); err != nil {
		return r, err
	}
	return r, nil
}
