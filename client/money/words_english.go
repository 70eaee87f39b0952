package money

import "strings"

var inEnglish = wording{
	number: sayInEnglish,
	euro:   plural("euro", "euros"),
	cent:   plural("cent", "cents"),
	and:    "and", minus: "minus",
}

func plural(one, other string) func(uint64) string {
	return func(count uint64) string {
		if count == 1 {
			return one
		}
		return other
	}
}

var english = [20]string{
	"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
	"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
}

var englishTens = [10]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}

func sayInEnglish(n uint64) string {
	if n == 0 {
		return english[0]
	}
	var words []string
	if millions := n / 1_000_000; millions > 0 {
		words = append(englishBelowThousand(words, millions), "million")
	}
	if thousands := n / 1000 % 1000; thousands > 0 {
		words = append(englishBelowThousand(words, thousands), "thousand")
	}
	rest := n % 1000
	if len(words) > 0 && 0 < rest && rest < 100 {
		words = append(words, "and")
	}
	return strings.Join(englishBelowThousand(words, rest), " ")
}

func englishBelowThousand(words []string, n uint64) []string {
	if n >= 100 {
		words = append(words, english[n/100], "hundred")
		if n%100 > 0 {
			words = append(words, "and")
		}
	}
	switch tens, ones := n%100/10, n%10; {
	case n%100 == 0:
		return words
	case n%100 < 20:
		return append(words, english[n%100])
	case ones == 0:
		return append(words, englishTens[tens])
	default:
		return append(words, englishTens[tens]+"-"+english[ones])
	}
}
