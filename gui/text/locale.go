package text

import (
	"fmt"
	"strconv"
	"time"
)

// Date says the day of t in the current language: sl "22. 11. 2026", en "22 Nov 2026". The day is
// that of t's own zone, as in all functions here: the office's clock is not turned to another.
func Date(t time.Time) string { return inUse().Date(t) }

// Time says the hour and minute of t, "14:05".
func Time(t time.Time) string { return inUse().Time(t) }

// DateTime says day, hour and minute: sl "22. 11. 2026 ob 14:05", en "22 Nov 2026, 14:05".
func DateTime(t time.Time) string { return inUse().DateTime(t) }

// Number says n with its thousands grouped: sl "12.345", en "12,345".
func Number(n int) string { return inUse().Number(n) }

// Date says the day of t: sl "22. 11. 2026", en "22 Nov 2026".
func (l *Language) Date(t time.Time) string {
	if l.code == English {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2. 1. 2006")
}

// Time says the hour and minute of t, "14:05", in both languages.
func (l *Language) Time(t time.Time) string { return t.Format("15:04") }

// DateTime says day, hour and minute: sl "22. 11. 2026 ob 14:05", en "22 Nov 2026, 14:05".
func (l *Language) DateTime(t time.Time) string {
	if l.code == English {
		return l.Date(t) + ", " + l.Time(t)
	}
	return l.Date(t) + " ob " + l.Time(t)
}

// Number says n with its thousands grouped: sl "12.345", en "12,345"; a negative one with the
// minus sign U+2212.
func (l *Language) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "−", digits[1:]
	}
	mark := "."
	if l.code == English {
		mark = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return sign + digits
}

// format writes one value of a sentence as the language does; see Values.
func (l *Language) format(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return l.Number(v)
	case int64:
		return l.Number(int(v))
	case time.Time: // before Format(string): a time's Format takes a layout, not a language
		return l.DateTime(v)
	case interface{ Format(lang string) string }:
		return v.Format(l.code)
	}
	return fmt.Sprint(value)
}
