package client

import (
	"strings"
	"unicode"
)

const (
	longestDetail = 300 // letters kept of a remark
	shownDigits   = 3   // the longest run of digits that may be seen
)

// masked makes the office's remark fit for a technician's eyes: runs of more than three
// digits become dots, also when single spaces, dots, dashes or the like stand between
// them; control characters become spaces, invisible ones go.
func masked(text string) string {
	letters := visible(text)
	for from := 0; from < len(letters); {
		if !unicode.IsDigit(letters[from]) {
			from++
			continue
		}
		to, digits := digitRun(letters, from)
		for i := from; i < to && digits > shownDigits; i++ {
			if unicode.IsDigit(letters[i]) {
				letters[i] = '•'
			}
		}
		from = to
	}
	return string(letters)
}

// visible is the beginning of a text, without what cannot be seen.
func visible(text string) []rune {
	var letters []rune
	for _, r := range strings.ToValidUTF8(text, "?") {
		switch {
		case len(letters) == longestDetail:
			return letters
		case unicode.IsControl(r):
			letters = append(letters, ' ')
		case !unicode.Is(unicode.Cf, r):
			letters = append(letters, r)
		}
	}
	return letters
}

// digitRun gives the end of the run that begins at from, and how many digits it has.
func digitRun(letters []rune, from int) (end, digits int) {
	for i := from; i < len(letters); i++ {
		switch {
		case unicode.IsDigit(letters[i]):
			digits++
			end = i + 1
		case unicode.IsLetter(letters[i]) || i > end:
			return end, digits
		}
	}
	return end, digits
}

// withoutTokens takes tokens out of a remark that quotes them: the one that is held now, and the
// one that went with the request.
func (c *Client) withoutTokens(r reply, text string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, token := range []string{c.token, r.token} {
		if token != "" {
			text = strings.ReplaceAll(text, token, "•")
		}
	}
	return text
}
