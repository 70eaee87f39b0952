package upn

import "time"

// Date is a day on an order; the zero Date is none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of a moment, in the moment's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// String is DD.MM.LLLL, as in the code and on the form (TS 5.2, NP 2.7); nothing for no date.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return string(d.append(nil))
}

// append writes a valid date.
func (d Date) append(dst []byte) []byte {
	return append(dst, digit(d.Day/10), digit(d.Day), '.', digit(int(d.Month)/10), digit(int(d.Month)), '.',
		digit(d.Year/1000), digit(d.Year/100), digit(d.Year/10), digit(d.Year))
}

func digit(n int) byte { return byte('0' + n%10) }

// exists tells whether there is such a day in a year of four digits.
func (d Date) exists() bool {
	return 1 <= d.Year && d.Year <= 9999 && d == DateOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC))
}

// parseDate reads DD.MM.LLLL, exactly; nothing is no date.
func parseDate(text []byte) (Date, *Error) {
	const form = "00.00.0000"
	if len(text) == 0 {
		return Date{}, nil
	}
	for i := range len(form) {
		if i == len(text) || isDigit(form[i]) != isDigit(text[i]) || form[i] == '.' && text[i] != '.' {
			return Date{}, &Error{Rule: Form, At: i}
		}
	}
	if len(text) > len(form) {
		return Date{}, &Error{Rule: TooLong, At: len(form)}
	}
	number := func(digits []byte) (n int) {
		for _, d := range digits {
			n = n*10 + int(d-'0')
		}
		return n
	}
	d := Date{number(text[6:]), time.Month(number(text[3:5])), number(text[:2])}
	if !d.exists() {
		return Date{}, &Error{Rule: NotADate}
	}
	return d, nil
}
