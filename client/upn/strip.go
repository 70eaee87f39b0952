package upn

import "unicode"

// longest is the most characters of any number that is stripped: an IBAN's.
const longest = 34

// stripped is a number such as an IBAN without its spaces, in capitals, each character with the position, in runes,
// at which it stood in the text.
type stripped struct {
	buffer [longest]byte
	at     [longest]int
	count  int
	end    int // the position after the last character
}

// strip takes a number from typed or pasted text: ASCII letters and digits, in any case and any spacing, and
// hyphens in the shapes that word processors give them. Look-alikes of other scripts are refused before any change
// of case, which would turn some of them into ASCII. More than limit characters are too many.
func (s *stripped) strip(text string, limit int) *Error {
	at := 0
	for _, r := range text {
		switch c := shape(r); {
		case c == ' ':
		case c == 0:
			return &Error{Rule: refusal(r), At: at}
		case s.count == limit:
			return &Error{Rule: TooLong, At: at}
		default:
			s.buffer[s.count], s.at[s.count] = c, at
			s.count, s.end = s.count+1, at+1
		}
		at++
	}
	return nil
}

func (s *stripped) chars() []byte { return s.buffer[:s.count] }

// shape is the capital, digit or hyphen that a rune stands for, ' ' for what is passed over, 0 for all else.
func shape(r rune) byte {
	switch {
	case '0' <= r && r <= '9', 'A' <= r && r <= 'Z', r == '-':
		return byte(r)
	case 'a' <= r && r <= 'z':
		return byte(r - 'a' + 'A')
	case r == '\u2010', r == '\u2011', r == '\u2013', r == '\u2212':
		return '-'
	case unicode.IsSpace(r), r == '\u200b', r == '\ufeff':
		return ' '
	}
	return 0
}

// refuse is an error at character index; past the last it points to where the next one should stand.
func (s *stripped) refuse(rule Rule, index int) *Error {
	if index < s.count {
		return &Error{Rule: rule, At: s.at[index]}
	}
	return &Error{Rule: rule, At: s.end}
}

// firstNot is the index of the first character from one on to before another that fails the test, or -1.
func (s *stripped) firstNot(from, to int, test func(byte) bool) int {
	for i := from; i < min(to, s.count); i++ {
		if !test(s.buffer[i]) {
			return i
		}
	}
	return -1
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlphanumeric(c byte) bool { return isDigit(c) || 'A' <= c && c <= 'Z' }

// mod97 is the remainder of ISO 7064 MOD 97-10 over digits and capitals, A being 10.
func mod97(parts ...[]byte) int {
	rest := 0
	for _, part := range parts {
		for _, c := range part {
			if isDigit(c) {
				rest = (rest*10 + int(c-'0')) % 97
			} else {
				rest = (rest*100 + int(c-'A') + 10) % 97
			}
		}
	}
	return rest
}

// iso97 checks a number that begins with two letters and two check digits, as an IBAN and an RF reference do. Only
// 02 to 98 are ever made; the other three pairs would pass beside them.
func iso97(chars []byte) bool {
	check := int(chars[2]-'0')*10 + int(chars[3]-'0')
	return 2 <= check && check <= 98 && mod97(chars[4:], chars[:4]) == 1
}

// inFours is the number in groups of four, as it is printed.
func inFours(number string) string {
	out := make([]byte, 0, len(number)+len(number)/4)
	for i := range len(number) {
		if i > 0 && i%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, number[i])
	}
	return string(out)
}
