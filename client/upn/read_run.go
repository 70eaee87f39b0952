package upn

import "bytes"

// item is a field as it stands in a text without line ends: its number in the code from 0, and where it begins and ends. A block of
// three lines is one item, from the first of them on.
type item struct{ field, from, to int }

// last is the number of the item's last field.
func (i item) last() int {
	if i.field == payerLines || i.field == payeeLines {
		return i.field + 2
	}
	return i.field
}

// Numbers of fields in the code, from 0.
const (
	payerIBAN      = 1
	depositMark    = 2
	payerReference = 4
	payerLines     = 5
	amountField    = 8
	dateField      = 9
	urgentMark     = 10
	codeField      = 11
	purposeField   = 12
	dueField       = 13
	payeeIBAN      = 14
	payeeReference = 15
	payeeLines     = 16
	sumField       = 19
)

const (
	sumDigits = 3
	// maxBlock is the most characters of three lines with two line ends of at most two characters between them.
	maxBlock = 3*MaxLine + 2*2
)

// readRun reads a text whose line ends are not all there: it tries every place at which the payee's account may stand.
func (s codeText) readRun() (r Reading, err *Error) {
	end := len(s.bytes) - sumDigits
	if end < len(tag) || !digitsOnly(s.bytes[end:]) {
		return Reading{}, &Error{ControlSum, Missing, max(end, 0)}
	}
	found, fits := 0, false
	for at := len(tag) - 1; at < end; at++ {
		right := s.payeeAt(at, end)
		if right == nil {
			continue
		}
		whole := s.candidates(at, right)
		if len(whole) == 0 {
			continue
		}
		found++
		r = s.reading(right)
		for _, items := range whole {
			fits = fits || s.sumFits(items, end)
		}
	}
	switch {
	case found == 0:
		return Reading{}, &Error{PayeeIBAN, Form, 0}
	case found > 1:
		return Reading{}, &Error{PayeeIBAN, Ambiguous, 0}
	case !fits:
		return r, &Error{ControlSum, WrongSum, end}
	}
	return r, nil
}

// payeeAt is the account, the reference and the lines of a payee that begin at a place and fill the text up to its sum; nil if there
// is none. A reference takes all that it can.
func (s codeText) payeeAt(at, end int) (items []item) {
	to := s.ibanAt(at, end)
	if to < 0 {
		return nil
	}
	items = append(items, item{payeeIBAN, at, to})
	at = s.skip(to, end)
	if to = s.referenceAt(at, end); to > 0 {
		items = append(items, item{payeeReference, at, to})
		at = s.skip(to, end)
	}
	to = s.back(at, end)
	if to-at < 3 || to-at > maxBlock {
		return nil
	}
	return append(items, item{payeeLines, at, to}, item{sumField, end, end + sumDigits})
}

// candidates are the ways to read what stands before a payee as the fields 1 to 14, each with the payee's items behind.
func (s codeText) candidates(at int, right []item) (all [][]item) {
	for _, head := range s.headCandidates(at) {
		payer := s.skip(head[len(head)-1].to, at)
		for amount := payer; amount+amountDigits <= min(at, payer+maxBlock+amountDigits); amount++ {
			for _, middle := range s.middleCandidates(amount, at) {
				items := append([]item(nil), head...)
				if to := s.back(payer, amount); to > payer {
					items = append(items, item{payerLines, payer, to})
				}
				all = append(all, append(append(items, middle...), right...))
			}
		}
	}
	return all
}

// headCandidates are the ways to read the tag and what may stand before the payer's lines.
func (s codeText) headCandidates(end int) [][]item {
	all := [][]item{{{0, 0, len(tag) - 1}}}
	for _, f := range []struct {
		field int
		at    func(at, end int) int
	}{{payerIBAN, s.ibanAt}, {depositMark, s.markAt}, {payerReference, s.referenceAt}} {
		for _, head := range all {
			at := s.skip(head[len(head)-1].to, end)
			if to := f.at(at, end); to > 0 {
				all = append(all, append(append([]item(nil), head...), item{f.field, at, to}))
			}
		}
	}
	return all
}

// middleCandidates are the ways to read all from the amount to the purpose and the due date, which end where the payee begins.
func (s codeText) middleCandidates(at, end int) (all [][]item) {
	to := at + amountDigits
	if to > end || !digitsOnly(s.bytes[at:to]) {
		return nil
	}
	heads := [][]item{{{amountField, at, to}}}
	for _, f := range []struct {
		field int
		at    func(at, end int) int
	}{{dateField, s.dateAt}, {urgentMark, s.markAt}} {
		for _, head := range heads {
			at := s.skip(head[len(head)-1].to, end)
			if to := f.at(at, end); to > 0 {
				heads = append(heads, append(append([]item(nil), head...), item{f.field, at, to}))
			}
		}
	}
	for _, head := range heads {
		at := s.skip(head[len(head)-1].to, end)
		if to := at + codeLength; to < end && capitalsOnly(s.bytes[at:to]) {
			all = append(all, s.purposeCandidates(append(head, item{codeField, at, to}), to, end)...)
		}
	}
	return all
}

// purposeCandidates are the ways to read what is left before the payee: a purpose, with a due date behind it or without.
func (s codeText) purposeCandidates(head []item, at, end int) (all [][]item) {
	at = s.skip(at, end)
	to := s.back(at, end)
	add := func(purpose int, due ...item) {
		if length := purpose - at; 1 <= length && length <= MaxPurpose {
			all = append(all, append(append(append([]item(nil), head...), item{purposeField, at, purpose}), due...))
		}
	}
	add(to)
	if due := to - len("00.00.0000"); due > at && s.dateAt(due, to) == to {
		add(s.back(at, due), item{dueField, due, to})
	}
	return all
}

// reading is what the items of a payee say.
func (s codeText) reading(right []item) (r Reading) {
	for _, i := range right {
		switch i.field {
		case payeeIBAN:
			r.PayeeIBAN = IBAN(s.bytes[i.from:i.to])
		case payeeReference:
			r.PayeeReference = Reference(s.bytes[i.from:i.to])
		case payeeLines:
			r.Payee = string(bytes.Join(bytes.Fields([]byte(string(s.runes[i.from:i.to]))), []byte(" ")))
		}
	}
	return r
}

// ibanAt is the end of the account that begins at a place, or -1.
func (s codeText) ibanAt(at, end int) int {
	if at+2 > end {
		return -1
	}
	to := at + lengths[string(s.bytes[at:at+2])]
	if to == at || to > end {
		return -1
	}
	if iban, err := ParseIBAN(string(s.bytes[at:to])); err != nil || string(iban) != string(s.bytes[at:to]) {
		return -1
	}
	return to
}

// referenceAt is the end of the longest reference that begins at a place, or -1.
func (s codeText) referenceAt(at, end int) int {
	if at+4 > end || string(s.bytes[at:at+2]) != "SI" && string(s.bytes[at:at+2]) != "RF" {
		return -1
	}
	for to := min(end, at+4+maxContent); to >= at+4; to-- {
		if r, err := ParseReference(string(s.bytes[at:to])); err == nil && string(r) == string(s.bytes[at:to]) {
			return to
		}
	}
	return -1
}

func (s codeText) markAt(at, end int) int {
	if at < end && s.bytes[at] == 'X' {
		return at + 1
	}
	return -1
}

func (s codeText) dateAt(at, end int) int {
	to := at + len("00.00.0000")
	if to > end {
		return -1
	}
	if _, err := parseDate(s.bytes[at:to]); err != nil {
		return -1
	}
	return to
}

func (s codeText) blank(at int) bool { return s.bytes[at] == ' ' || s.bytes[at] == '\n' }

// skip is the first place from one on, and before another, that isn't blank.
func (s codeText) skip(at, end int) int {
	for at < end && s.blank(at) {
		at++
	}
	return at
}

// back is the end of what isn't blank from one place to another.
func (s codeText) back(from, to int) int {
	for to > from && s.blank(to-1) {
		to--
	}
	return to
}

func digitsOnly(text []byte) bool {
	for _, c := range text {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

func capitalsOnly(text []byte) bool {
	for _, c := range text {
		if !isCapital(c) {
			return false
		}
	}
	return true
}
