package table

import (
	"regexp"
	"strings"
)

// Sort is what a number's format makes of it.
type Sort uint8

// The sorts of formats.
const (
	Plain      Sort = iota // digits, in groups or not
	Euro                   // with the euro's sign or letters
	Scientific             // with an exponent
	Percent
	Dated // a date or a time: the number counts days
	Other // a fraction, another currency, thousands, a format that nobody here understands
)

// Shown is how a number is shown.
type Shown struct {
	Sort     Sort
	Decimals int8 // -1: as many as there are
	Zeros    int8 // shown with zeros before it, to so many digits
}

// generalFormat is the format of a number that has none.
var generalFormat = Shown{Decimals: -1}

// builtin are the formats that a spreadsheet names by number alone, as far as they aren't dates (14-22, 27-36, 45-47, 50-58).
var builtin = map[int]Shown{
	0: generalFormat, 1: {}, 2: {Decimals: 2}, 3: {}, 4: {Decimals: 2}, 49: generalFormat,
	5: {Sort: Euro}, 6: {Sort: Euro}, 7: {Sort: Euro, Decimals: 2}, 8: {Sort: Euro, Decimals: 2}, // the currency of the PC
	37: {}, 38: {}, 39: {Decimals: 2}, 40: {Decimals: 2}, 41: {}, 42: {Sort: Euro}, 43: {Decimals: 2}, 44: {Sort: Euro, Decimals: 2},
	9: {Sort: Percent}, 10: {Sort: Percent, Decimals: 2}, 11: {Sort: Scientific, Decimals: 2}, 48: {Sort: Scientific, Decimals: 1},
	12: {Sort: Other}, 13: {Sort: Other},
}

func builtinFormat(id int) Shown {
	if shown, known := builtin[id]; known {
		return shown
	}
	return Shown{Sort: Dated}
}

var (
	formatCurrency = regexp.MustCompile(`\[\$([^\]-]*)(?:-[^\]]*)?\]`)
	formatBrackets = regexp.MustCompile(`\[(?i:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]`)
	formatQuoted   = regexp.MustCompile(`"([^"]*)"`)
	formatEscaped  = regexp.MustCompile(`[\\_*](.)`)
	formatDated    = regexp.MustCompile(`(?i)[dmyhs]|\[[hms]+\]`)
	formatNumber   = regexp.MustCompile(`^[-+( ]*([#0?][#0?, .'-]*?)(?:\.([#0?]+))?[-) ]*$`)
)

// customFormat judges a format's code, by its part for positive numbers: `#,##0.00\ [$€-424]`. What it doesn't understand is Other.
func customFormat(code string) Shown {
	code, _, _ = strings.Cut(code, ";")
	sort := Plain
	literal := func(text string) string {
		switch bare := strings.ToLower(strings.Trim(text, " \u00a0\u202f.-")); bare {
		case "":
			return " "
		case "€", "eur", "evro", "evrov", "euro", "euros":
			sort = max(sort, Euro)
			return " "
		}
		return "!" // nothing that a number's format has
	}
	each := func(re *regexp.Regexp) {
		code = re.ReplaceAllStringFunc(code, func(found string) string { return literal(re.FindStringSubmatch(found)[1]) })
	}
	each(formatQuoted)
	if strings.HasPrefix(code, "[$-") { // a language alone
		code = formatCurrency.ReplaceAllString(code, "")
	}
	each(formatCurrency)
	code = formatBrackets.ReplaceAllString(code, "")
	code = formatEscaped.ReplaceAllString(code, " ")
	if strings.Contains(code, "€") {
		code = strings.ReplaceAll(code, "€", literal("€"))
	}
	code = strings.TrimSpace(code)
	if strings.EqualFold(code, "general") || code == "@" || code == "" {
		return Shown{Sort: sort, Decimals: -1}
	}
	return numberFormat(code, sort)
}

func numberFormat(code string, sort Sort) Shown {
	if strings.ContainsAny(code, "eE") && strings.ContainsAny(code, "0#") && strings.ContainsAny(code, "+-") {
		return Shown{Sort: Scientific}
	}
	if strings.Contains(code, "%") {
		return Shown{Sort: Percent}
	}
	if formatDated.MatchString(code) {
		return Shown{Sort: Dated}
	}
	parts := formatNumber.FindStringSubmatch(code)
	if parts == nil || strings.HasSuffix(strings.TrimSpace(parts[1]), ",") { // 0, shows thousands
		return Shown{Sort: Other}
	}
	shown := Shown{Sort: sort, Decimals: int8(min(len(parts[2]), 100))}
	if whole := strings.Count(parts[1], "0"); whole > 1 && !strings.ContainsAny(parts[1], "#?,") {
		shown.Zeros = int8(min(whole, 100))
	}
	return shown
}
