package money

import "strings"

var inSlovene = wording{
	number: sayInSlovene,
	euro:   noun{"evro", "evra", "evre", "evrov"}.of,
	cent:   noun{"cent", "centa", "cente", "centov"}.of,
	and:    "in", minus: "minus",
}

// noun is a counted noun in the accusative; the last two digits of the count choose its form.
type noun struct{ one, two, few, many string }

func (n noun) of(count uint64) string {
	switch count % 100 {
	case 1:
		return n.one
	case 2:
		return n.two
	case 3, 4:
		return n.few
	}
	return n.many
}

var sloveneMillion = noun{"milijon", "milijona", "milijone", "milijonov"}

// Masculine, because evro, cent, milijon and tisoč all are.
var slovene = [20]string{
	"nič", "en", "dva", "tri", "štiri", "pet", "šest", "sedem", "osem", "devet", "deset", "enajst", "dvanajst",
	"trinajst", "štirinajst", "petnajst", "šestnajst", "sedemnajst", "osemnajst", "devetnajst",
}

var (
	sloveneTens = [10]string{
		"", "", "dvajset", "trideset", "štirideset", "petdeset", "šestdeset", "sedemdeset", "osemdeset", "devetdeset",
	}
	sloveneHundreds = [10]string{
		"", "sto", "dvesto", "tristo", "štiristo", "petsto", "šeststo", "sedemsto", "osemsto", "devetsto",
	}
)

func sayInSlovene(n uint64) string {
	if n == 0 {
		return slovene[0]
	}
	var words []string
	if millions := n / 1_000_000; millions > 0 {
		words = append(sloveneCount(words, millions), sloveneMillion.of(millions))
	}
	if thousands := n / 1000 % 1000; thousands > 0 {
		words = append(sloveneCount(words, thousands), "tisoč")
	}
	return strings.Join(sloveneBelowThousand(words, n%1000), " ")
}

// sloveneCount counts thousands and millions: a single one goes without its number.
func sloveneCount(words []string, count uint64) []string {
	if count == 1 {
		return words
	}
	return sloveneBelowThousand(words, count)
}

func sloveneBelowThousand(words []string, n uint64) []string {
	if n >= 100 {
		words = append(words, sloveneHundreds[n/100])
	}
	switch tens, ones := n%100/10, n%10; {
	case n%100 == 0:
		return words
	case n%100 < 20:
		return append(words, slovene[n%100])
	case ones == 0:
		return append(words, sloveneTens[tens])
	case ones == 1: // enaindvajset, though en and enajst
		return append(words, "enain"+sloveneTens[tens])
	default:
		return append(words, slovene[ones]+"in"+sloveneTens[tens])
	}
}
