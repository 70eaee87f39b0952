package money

// Words says the whole amount in words, for a read-back before cash is taken: "dvainpetdeset evrov in en cent",
// for "en" "fifty-two euros and one cent". Any other language gets Slovene, in the accusative, as after "prejmem".
// A part that is zero is left out, unless both are. Beyond ±Max, which nothing reaches, it is Format.
func (a Amount) Words(lang string) string {
	if !inRange(a.Cents) || a.Currency != Euro {
		return a.Format(lang)
	}
	v := inSlovene
	if lang == "en" {
		v = inEnglish
	}
	euros, cents, negative := a.magnitude()
	var text string
	switch {
	case cents == 0:
		text = v.number(euros) + " " + v.euro(euros)
	case euros == 0:
		text = v.number(cents) + " " + v.cent(cents)
	default:
		text = v.number(euros) + " " + v.euro(euros) + " " + v.and + " " + v.number(cents) + " " + v.cent(cents)
	}
	if negative {
		return v.minus + " " + text
	}
	return text
}

// wording is how a language says an amount. The numbers are below a thousand million.
type wording struct {
	number, euro, cent func(uint64) string
	and, minus         string
}
