package client

import "encoding/json"

// cursor goes through a text that is known to be valid JSON in UTF-8, a token at a time: encoding/json's own decoder takes
// four times as long for that.
type cursor struct {
	text []byte
	at   int
}

// next passes over space, colons and commas, and gives the first byte of what comes; 0 at the end.
func (c *cursor) next() byte {
	for c.at < len(c.text) {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\r', '\n', ',', ':':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// enter passes over the bracket that begins an array or an object.
func (c *cursor) enter() { c.at++ }

// more tells whether an array or an object goes on; if not, its end is passed over.
func (c *cursor) more() bool {
	if b := c.next(); b == ']' || b == '}' {
		c.at++
		return false
	}
	return true
}

// key passes over a string and gives it.
func (c *cursor) key() string {
	c.next()
	from, plain := c.at, true
	for c.at++; c.text[c.at] != '"'; c.at++ {
		if c.text[c.at] == '\\' {
			plain = false
			c.at++
		}
	}
	c.at++
	if plain {
		return string(c.text[from+1 : c.at-1])
	}
	var said string
	_ = json.Unmarshal(c.text[from:c.at], &said) // valid like the whole
	return said
}

// pass passes over a string, a number or a word.
func (c *cursor) pass() {
	if c.next() == '"' {
		for c.at++; c.text[c.at] != '"'; c.at++ {
			if c.text[c.at] == '\\' {
				c.at++
			}
		}
		c.at++
		return
	}
	for c.at < len(c.text) {
		switch c.text[c.at] {
		case ' ', '\t', '\r', '\n', ',', ']', '}':
			return
		}
		c.at++
	}
}
