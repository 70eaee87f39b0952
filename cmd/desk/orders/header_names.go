package orders

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// headers are the names of columns, as nameWords writes them.
var headers = namesOfColumns()

func namesOfColumns() map[string]column {
	names := map[string]column{}
	for _, h := range []struct {
		column column
		names  string
	}{
		{column{field: MokID}, "mok id, mokid, mok, id mok, stevilka mok, stevilka mok id, mok stevilka, mok id stevilka, id stevilka mok, cekr mok id"},
		{column{field: MokID, part: first}, "kartica, card"},
		{column{field: Amount}, "znesek, amount, znesek polnitve, znesek naloga, znesek nakazila, znesek placila, znesek za placilo, top up amount"},
		{column{field: Name}, "placnik, ime in priimek, priimek in ime, ime priimek, priimek ime, placnik ime in priimek, naziv, ime placnik, payer, name, payer name, full name"},
		{column{field: Name, part: first}, "ime, given name, first name"},
		{column{field: Name, part: second}, "priimek, surname, last name, family name"},
		{column{field: Street}, "ulica in stevilka, ulica in hisna stevilka, naslov ulica in hisna stevilka, street and number"},
		{column{field: Street, part: first}, "ulica, naslov, street, address"},
		{column{field: Street, part: second}, "hisna stevilka, house number"},
		{column{field: Town}, "postna stevilka in kraj, posta in kraj, postna stevilka in posta, post code and town, postal code and town, postcode and town"},
		{column{field: Town, part: first}, "postna stevilka, post code, postal code, postcode, zip"},
		{column{field: Town, part: second}, "kraj, posta, mesto, town, city"},
	} {
		for name := range strings.SplitSeq(h.names, ", ") {
			names[name] = h.column
		}
	}
	return names
}

// trailing are words that may follow a column's name and change nothing.
var trailing = []string{"v", "eur", "eurih", "evrih", "evro", "evrov", "euro", "euros", "in", "placnika", "kartice", "cekr"}

// columnOf is the column of a name. Case, marks, carons and what stands in brackets don't matter, nor does it that an amount is in euros.
func columnOf(name string) column {
	words := nameWords(withoutBrackets(name))
	for len(words) > 0 {
		if c, known := headers[strings.Join(words, " ")]; known {
			return c
		}
		if !slices.Contains(trailing, words[len(words)-1]) {
			break
		}
		words = words[:len(words)-1]
	}
	return column{name: strings.TrimSpace(name)}
}

// foreignUnits are words that make an amount one of another unit.
var foreignUnits = []string{
	"cent", "centi", "centih", "centov", "cents", "stotinah", "usd", "dollars", "chf", "gbp", "hrk", "kn", "kunah", "sit", "tolarjih", "tisoc", "tisocih", "thousands",
}

// otherUnit tells the name of an amount that isn't in euros: Znesek (v centih).
func otherUnit(name string) bool {
	words := nameWords(name)
	if len(words) == 0 || words[0] != "znesek" && words[0] != "amount" {
		return false
	}
	return strings.ContainsAny(name, "$£¢¥") || strings.Contains(name, "000") ||
		slices.ContainsFunc(words, func(w string) bool { return slices.Contains(foreignUnits, w) })
}

// namesAmount tells a name that seems to be an amount's: a list whose only one has such a name would be made without any.
func namesAmount(name string) bool {
	return slices.ContainsFunc(nameWords(name), func(w string) bool { return strings.HasPrefix(w, "znes") || strings.HasPrefix(w, "amount") })
}

// lostLetters are words of columns with any sign or letter in place of the one that has a caron, or with the first half of what the web
// writes for it.
var lostLetters = regexp.MustCompile(`plac?[^a-z]{1,8}nik|(^|[^a-z])tevilk|hi[^a-z]{1,8}n[ai]|po[^a-z]{1,8}(tn|ta$)|&#?[0-9a-z]{2,8}$`)

// hasLostLetter tells a name that nobody here knows because a letter in it was lost.
func hasLostLetter(name string) bool {
	return lostLetters.MatchString(plainLetters.Replace(strings.ToLower(strings.TrimSpace(name))))
}

// plainLetters are the letters that old exports write for those with a caron, and the carons that macOS writes apart.
var plainLetters = strings.NewReplacer("č", "c", "ć", "c", "š", "s", "ž", "z", "đ", "d", "\u030c", "", "\u0301", "")

// shortWords are abbreviations in names of columns.
var shortWords = map[string]string{"st": "stevilka", "hs": "hisna stevilka", "ul": "ulica", "post": "postna"}

// nameWords are the words of a column's name, in small letters without carons.
func nameWords(name string) (words []string) {
	name = plainLetters.Replace(strings.ToLower(name))
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if long, short := shortWords[word]; short {
			word = long
		}
		words = append(words, word)
	}
	return words
}

func withoutBrackets(text string) string {
	deep := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("([{", r):
			deep++
			return ' '
		case strings.ContainsRune(")]}", r):
			deep = max(deep-1, 0)
			return ' '
		case deep > 0:
			return -1
		}
		return r
	}, text)
}
