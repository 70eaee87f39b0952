package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// shortestCard is how many digits the number of a bank card has at least; the longest has 19. More digits
	// in a row may be two of them.
	shortestCard = 12
	// longestShown is the longest number that may be repeated in a log or a message: a MOK ID. Ten digits
	// may be a card's number that somebody has typed in part.
	longestShown = MokIDDigits
)

// HoldsCardNumber tells whether somewhere in a text there may be the number of a bank card: twelve digits or more in a
// row, of whatever script, however they are parted by blanks, hyphens, dots, slashes, commas and the like, with what
// can't be seen among them, and with letters before or behind. No check digit is asked for: a mistyped number is to be
// wiped too. A UUID, and a hash or a trace in hexadecimal digits, are ids of ours and no card's; two decimals behind a comma
// belong to an amount.
func HoldsCardNumber(text string) bool {
	if !mayHold(text) {
		return false
	}
	for _, r := range runs(text) {
		if r.digits >= shortestCard {
			return true
		}
	}
	return false
}

// mayHold is false for what certainly holds none. It is for the bodies of requests, which are long and hold none.
func mayHold(text string) bool {
	digits := 0
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return true
		}
		switch plain[text[i]] {
		case digit:
			digits++
		case other:
			digits = 0
		}
		if digits >= shortestCard {
			return true
		}
	}
	return false
}

// HideNumbers puts mark in the place of every number in a text that is longer than a MOK ID, and so may be a card's or a
// part of one.
func HideNumbers(text, mark string) string {
	var out strings.Builder
	kept := 0
	for _, r := range runs(text) {
		if r.digits > longestShown {
			out.WriteString(text[kept:r.from])
			out.WriteString(mark)
			kept = r.to
		}
	}
	return out.String() + text[kept:]
}

// PathHoldsCardNumber is HoldsCardNumber for a text that should be the path of a file or a folder. A path may well have a
// long number in it, such as a time; so it is one only where nothing else says that this is a path.
func PathHoldsCardNumber(text string) bool {
	if !HoldsCardNumber(text) {
		return false
	}
	bare := strings.Map(func(r rune) rune {
		if part(r) == separator || part(r) == digit || part(r) == unseen {
			return -1
		}
		return r
	}, text)
	return bare == "" || !strings.ContainsAny(text, `/\`) && !hasEnding(text)
}

// hasEnding tells whether a text ends as a file's name does, in a dot and some letters.
func hasEnding(text string) bool {
	dot := strings.LastIndexByte(text, '.')
	ending := text[dot+1:]
	return dot > 0 && 1 <= len(ending) && len(ending) <= 4 && strings.ContainsFunc(ending, unicode.IsLetter) && !strings.Contains(ending, " ")
}

// run is a number in a text: where it stands, in bytes, and how many digits it has.
type run struct{ from, to, digits int }

// group is the digits of a run that stand together, and whether a comma parts them from those before.
type group struct {
	to, digits int
	comma      bool
}

// runs are the numbers of a text, in their order.
func runs(text string) (all []run) {
	from, groups := 0, []group(nil)
	parted, comma := false, false
	end := func() {
		if len(groups) > 0 {
			all = append(all, runOf(from, groups))
		}
		groups, parted, comma = groups[:0], false, false
	}
	for i := 0; i < len(text); {
		if id := idAt(text, i); id > 0 {
			end()
			i += id
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch part(r) {
		case digit:
			switch last := len(groups) - 1; {
			case last < 0:
				from, groups = i, append(groups, group{i + size, 1, false})
			case parted:
				groups = append(groups, group{i + size, 1, comma})
			default:
				groups[last].to, groups[last].digits = i+size, groups[last].digits+1
			}
			parted, comma = false, false
		case separator:
			parted, comma = true, comma || r == ','
		case other:
			end()
		}
		i += size
	}
	end()
	return all
}

// runOf joins groups to a number. One or two digits behind the last comma are cents.
func runOf(from int, groups []group) run {
	if last := len(groups) - 1; last > 0 && groups[last].comma && groups[last].digits <= 2 {
		groups = groups[:last]
	}
	r := run{from: from, to: groups[len(groups)-1].to}
	for _, g := range groups {
		r.digits += g.digits
	}
	return r
}

type partOfNumber byte

const (
	other partOfNumber = iota
	digit
	separator
	unseen
)

// plain is what each character of ASCII is to a number: of these are nearly all that is read.
var plain = func() (all [utf8.RuneSelf]partOfNumber) {
	for r := range all {
		all[r] = judge(rune(r))
	}
	return all
}()

// part is what a character is to a number.
func part(r rune) partOfNumber {
	if 0 <= r && r < utf8.RuneSelf {
		return plain[r]
	}
	return judge(r)
}

func judge(r rune) partOfNumber {
	switch {
	case unicode.Is(unicode.Nd, r):
		return digit
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r), isHyphen(r), strings.ContainsRune(`.,/\_'’‘´·•`+"`", r):
		return separator
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return unseen
	}
	return other
}

// Lengths of a trace and of a SHA-256, in hexadecimal digits.
const (
	traceLength = 32
	hashLength  = 64
)

// idAt is how many bytes long the UUID, hash or trace is that begins at a place in a text; 0 when there is none. With
// digits alone only a UUID is one, by its hyphens: others are as likely two card numbers.
func idAt(text string, at int) int {
	if at > 0 && inWord(text[at-1]) || !isHex(text[at]) {
		return 0
	}
	end := at
	for end < len(text) && inWord(text[end]) && end-at <= hashLength {
		end++
	}
	word := text[at:end]
	if IsUUID(word) || (len(word) == traceLength || len(word) == hashLength) && all(word, isHex) && !all(word, isDigit) {
		return len(word)
	}
	return 0
}

func inWord(c byte) bool { return isDigit(c) || isLetter(c) || c == '-' }
