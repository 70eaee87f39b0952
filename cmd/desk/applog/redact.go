package applog

import (
	"regexp"
	"strings"
)

// stackLine is what a line of a Go stack looks like: a goroutine's head, a call with its numbers, a
// place in a source file.
var stackLine = regexp.MustCompile(`^(goroutine \d+ [^\]]*\[[^\]]*\]:` +
	`|created by \S+( in goroutine \d+)?` +
	`|\S+\([0-9a-fx?, {}.…]*\)` +
	`|\t\S.*\.(go|s|c):\d+( \+0x[0-9a-f]+)?` +
	`|goroutine running on other thread; stack unavailable)$`)

// ownWords are the beginnings of lines that the runtime writes by itself, numbers and fixed words.
var ownWords = []string{"panic: runtime error: ", "\tpanic: runtime error: ", "fatal error: ", "[signal "}

// textCut stands for what was taken out.
const textCut = "[text taken out]"

// Redact takes out of a crash report of the Go runtime every line that is neither the runtime's own
// nor part of a stack: the texts of panics, whatever they hold.
func Redact(report []byte) []byte {
	var kept []string
	for line := range strings.SplitSeq(string(report), "\n") {
		switch {
		case line == "" || stackLine.MatchString(line) || own(line):
			kept = append(kept, line)
		case len(kept) == 0 || kept[len(kept)-1] != textCut:
			kept = append(kept, textCut)
		}
	}
	return []byte(strings.Join(kept, "\n"))
}

func own(line string) bool {
	for _, begin := range ownWords {
		if strings.HasPrefix(line, begin) {
			return true
		}
	}
	return false
}
