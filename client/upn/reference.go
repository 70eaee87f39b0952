package upn

// Reference is a payment reference as the code holds it: model and content together without spaces, hyphens kept
// (TS 5.2, fields 5 and 16). [ParseReference] makes one.
type Reference string

// Model is what stands in the form's first box: SI05, RF45.
func (r Reference) Model() string { return string(r[:min(4, len(r))]) }

// Content is what follows the model: 8074720-100000014-200, SBO2010.
func (r Reference) Content() string { return string(r[len(r.Model()):]) }

// PrintedContent is the content as it stands in the form's second box: SI unspaced, RF in groups of four (NP 4.6).
func (r Reference) PrintedContent() string {
	if r.Model() != "" && r[0] == 'R' {
		return inFours(r.Content())
	}
	return r.Content()
}

// Printed is the whole reference as it stands on the receipt: SI12 1234567890120, RF45 SBO2 010.
func (r Reference) Printed() string {
	if r.Content() == "" {
		return r.Model()
	}
	return r.Model() + " " + r.PrintedContent()
}

// IsChecked tells whether check digits vouch that a long number in the reference is its own and not, say, a bank card's: in every RF, and
// in a reference SI whose model checks each part of twelve digits or more.
func (r Reference) IsChecked() bool {
	var s stripped
	if s.strip(string(r), 4+maxContent) != nil || s.checkReference() != nil {
		return false
	}
	if s.buffer[0] == 'R' {
		return true
	}
	var buffer [maxContent]part
	parts, _ := s.parts(buffer[:0])
	for n, p := range parts {
		if p.to-p.from >= longPart && !models[string(s.buffer[2:4])].checks(n+1) {
			return false
		}
	}
	return true
}

// longPart is the length from which a part may be a card's number.
const longPart = 12

// checks tells whether a check digit stands for a part, counted from 1.
func (m model) checks(part int) bool {
	for _, run := range m.checked {
		if run.from <= part && part <= run.to {
			return true
		}
	}
	return false
}

// The longest content of a reference SI has 22 characters, of which 20 are digits; of an RF 21 (ISO 11649).
const (
	maxContent = 22
	maxDigits  = 20
	maxRF      = 21
)

// ParseReference reads a reference SI of any model in use, or an RF (ISO 11649), from typed or pasted text, in any
// case and spacing. Leading zeros are kept. It checks the parts' number and lengths and every check digit the model
// has. Errors are *Error on [ReferenceField].
func ParseReference(text string) (Reference, error) {
	var s stripped
	err := s.strip(text, 4+maxContent)
	if err == nil {
		err = s.checkReference()
	}
	if err != nil {
		err.Field = ReferenceField
		return "", err
	}
	return Reference(s.chars()), nil
}

func (s *stripped) checkReference() *Error {
	if s.count == 0 {
		return s.refuse(Missing, 0)
	}
	kind := string(s.buffer[:min(2, s.count)])
	if kind != "SI" && kind != "RF" {
		return s.refuse(Model, 0)
	}
	if bad := s.firstNot(2, 4, isDigit); bad >= 0 {
		return s.refuse(Model, bad)
	}
	if s.count < 4 {
		return s.refuse(TooShort, s.count)
	}
	if kind == "RF" {
		return s.checkRF()
	}
	return s.checkSI()
}

func (s *stripped) checkRF() *Error {
	switch bad := s.firstNot(4, s.count, isAlphanumeric); {
	case bad >= 0:
		return s.refuse(Form, bad)
	case s.count == 4:
		return s.refuse(TooShort, 4)
	case s.count > 4+maxRF:
		return s.refuse(TooLong, 4+maxRF)
	case !iso97(s.chars()):
		return s.refuse(CheckDigits, 2)
	}
	return nil
}

func (s *stripped) checkSI() *Error {
	m, known := models[string(s.buffer[2:4])]
	if !known {
		return s.refuse(Model, 2)
	}
	var buffer [maxContent]part
	parts, err := s.parts(buffer[:0])
	switch {
	case err != nil:
		return err
	case len(parts) < m.min:
		return s.refuse(Parts, s.count)
	case len(parts) > m.max:
		return s.refuse(Parts, parts[m.max].from)
	}
	for _, p := range parts {
		if err := s.checkLength(p, m); err != nil {
			return err
		}
	}
	for _, run := range m.checked {
		if run.from <= len(parts) {
			if err := s.checkRun(parts[run.from-1 : min(run.to, len(parts))]); err != nil {
				return err
			}
		}
	}
	return nil
}

// part is where a part of a reference SI stands among the characters.
type part struct{ from, to int }

// parts takes the content apart at its hyphens: digits only, no empty part.
func (s *stripped) parts(parts []part) ([]part, *Error) {
	if s.count == 4 {
		return nil, nil
	}
	from, digits := 4, 0
	for i := 4; i <= s.count; i++ {
		switch {
		case i == s.count || s.buffer[i] == '-':
			if i == from {
				return nil, s.refuse(Form, i)
			}
			parts, from = append(parts, part{from, i}), i+1
		case !isDigit(s.buffer[i]):
			return nil, s.refuse(Form, i)
		case digits == maxDigits:
			return nil, s.refuse(TooLong, i)
		default:
			digits++
		}
	}
	return parts, nil
}

func (s *stripped) checkLength(p part, m model) *Error {
	least, most := 1, maxPart
	if m.exactly > 0 {
		least, most = m.exactly, m.exactly
	}
	switch length := p.to - p.from; {
	case length < least:
		return s.refuse(TooShort, p.to)
	case length > most:
		return s.refuse(TooLong, p.from+most)
	}
	return nil
}

// checkRun compares the last digit of a run of parts with the check digit over all its others.
func (s *stripped) checkRun(run []part) *Error {
	var buffer [maxDigits]byte
	digits := buffer[:0]
	for _, p := range run {
		digits = append(digits, s.buffer[p.from:p.to]...)
	}
	end := run[len(run)-1].to
	switch last := len(digits) - 1; {
	case last == 0:
		return s.refuse(TooShort, end)
	case len(digits) > maxChecked:
		return s.refuse(TooLong, end-1)
	case digits[last] != checkDigit(digits[:last]):
		return s.refuse(CheckDigits, end-1)
	}
	return nil
}
