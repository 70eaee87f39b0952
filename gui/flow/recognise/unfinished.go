package recognise

import (
	"regexp"
	"strings"
)

// upnLines are the lines of a UPN code, the last of which is its control sum of three digits.
const upnLines, sumDigits = 20, 3

// manyLines begins the other codes that have many lines; none of them says where it ends.
var manyLines = regexp.MustCompile(`^(BCD|SPC|HRVHUB30)[\r\n]`)

var oneLineEnd = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Unfinished tells whether a text, as far as a reader has typed it, is the beginning of a payment code that isn't whole.
func Unfinished(text string) bool {
	text = bareOf(text)
	if manyLines.MatchString(text) {
		return true
	}
	if !strings.HasPrefix(strings.ToUpper(text), "UPNQR") {
		return false
	}
	lines := strings.Split(oneLineEnd.Replace(text), "\n")
	return len(lines) < upnLines || len(strings.TrimSpace(lines[upnLines-1])) < sumDigits
}

// singleSpaced takes back what a reader does that sends CR and LF each as Return: an empty line behind every line.
func singleSpaced(text string) string {
	lines := strings.Split(oneLineEnd.Replace(text), "\n")
	var kept []string
	for i, line := range lines {
		switch {
		case i%2 == 0:
			kept = append(kept, line)
		case line != "":
			return text
		}
	}
	return strings.Join(kept, "\n")
}
