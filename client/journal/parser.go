package journal

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// parser reads a fixed text from its front. After the first surprise it reads nothing more.
type parser struct {
	rest string
	ok   bool
}

func (p *parser) literal(want string) {
	rest, found := strings.CutPrefix(p.rest, want)
	p.rest, p.ok = rest, p.ok && found
}

// text reads up to the next quotation mark, which stays.
func (p *parser) text(key string) string {
	p.literal(key)
	end := strings.IndexByte(p.rest, '"')
	if !p.ok || end < 0 {
		p.ok = false
		return ""
	}
	value := p.rest[:end]
	p.rest = p.rest[end:]
	return value
}

// number reads a whole number from 0 up, written the shortest way.
func (p *parser) number(key string) int64 {
	p.literal(key)
	end := 0
	for end < len(p.rest) && isDigit(p.rest[end]) {
		end++
	}
	value, err := strconv.ParseInt(p.rest[:end], 10, 64)
	if !p.ok || err != nil || end > 1 && p.rest[0] == '0' {
		p.ok = false
		return 0
	}
	p.rest = p.rest[end:]
	return value
}

func (p *parser) time(key string) time.Time {
	text := p.text(key)
	value, err := time.Parse(timeLayout, text)
	if err != nil || !shapedLikeTime(text) {
		p.ok = false
	}
	return value
}

// shapedLikeTime holds a text to the layout digit for digit. Go reads a comma for a point, and a sign for a digit.
func shapedLikeTime(text string) bool {
	if len(text) != len(timeLayout) {
		return false
	}
	for i := range len(text) {
		if isDigit(timeLayout[i]) != isDigit(text[i]) || !isDigit(text[i]) && text[i] != timeLayout[i] {
			return false
		}
	}
	return true
}

var strictBase64 = base64.StdEncoding.Strict()

func (p *parser) base64(key string) []byte {
	text := p.text(key)
	if text == "" {
		return nil
	}
	value, err := strictBase64.DecodeString(text)
	// Go skips line ends.
	if err != nil || len(text) != base64.StdEncoding.EncodedLen(len(value)) {
		p.ok = false
		return nil
	}
	return value
}
