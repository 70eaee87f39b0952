package text

import (
	"fmt"
	"strconv"
	"time"
)

// locale is how a language writes.
type locale struct {
	code           string
	date, dateTime string // layouts of package time
	thousands      string // between groups of digits
}

// locales is the only list of the languages, the default first. A further one is a line here and its catalogues.
var locales = []locale{
	{Slovene, "2. 1. 2006", "2. 1. 2006 ob 15:04", "."},
	{English, "2 Jan 2006", "2 Jan 2006, 15:04", ","},
}

func localeOf(code string) locale {
	for _, l := range locales {
		if l.code == code {
			return l
		}
	}
	return locales[0]
}

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
func (l *Language) Date(t time.Time) string { return t.Format(l.date) }

// Time says the hour and minute of t, "14:05", in every language.
func (l *Language) Time(t time.Time) string { return t.Format("15:04") }

// DateTime says day, hour and minute: sl "22. 11. 2026 ob 14:05", en "22 Nov 2026, 14:05".
func (l *Language) DateTime(t time.Time) string { return t.Format(l.dateTime) }

// Number says n with its thousands grouped: sl "12.345", en "12,345"; a negative one with the
// minus sign U+2212.
func (l *Language) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + l.thousands + digits[i:]
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
