package ident

// MaxDesk bounds a desk's identity, in characters.
const MaxDesk = 32

// Bounds of a staff number, in digits.
const (
	MinStaff = 4
	MaxStaff = 8
)

// IsDesk takes the identity of a counter: 1 to MaxDesk ASCII letters, digits and hyphens.
func IsDesk(s string) bool {
	return 1 <= len(s) && len(s) <= MaxDesk && all(s, func(c byte) bool { return isDigit(c) || isLetter(c) || c == '-' })
}

// IsStaff takes a clerk's number: MinStaff to MaxStaff digits.
func IsStaff(s string) bool { return MinStaff <= len(s) && len(s) <= MaxStaff && all(s, isDigit) }

// uuidForm has the hyphens of a UUID in their places.
const uuidForm = "00000000-0000-0000-0000-000000000000"

// IsUUID takes a UUID in lower case, of any version.
func IsUUID(s string) bool {
	if len(s) != len(uuidForm) {
		return false
	}
	for i := range len(s) {
		if hyphen := uuidForm[i] == '-'; hyphen != (s[i] == '-') || !hyphen && !isHex(s[i]) {
			return false
		}
	}
	return true
}

func all(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isHex(c byte) bool    { return isDigit(c) || 'a' <= c && c <= 'f' }
func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }
