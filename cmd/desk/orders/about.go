package orders

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
)

// About is how a list is read: what was recognised, and what is passed over.
type About struct {
	table.About
	Header int      // the line of the header, from 1; 0 without one
	Titles []int    // lines above the header that are passed over
	Passed []string // columns that are passed over, by their names
}

// Unusual reports that a list isn't simply UTF-8, or that something in it is passed over.
func (a About) Unusual() bool {
	return a.Encoding != table.UTF8 || a.Declared || len(a.Titles)+len(a.Passed)+len(a.Others) > 0
}

// Said is About in sentences of the catalogue; none of a list that could not be opened.
func (a About) Said() (said []Reason) {
	if a.Format == "" {
		return nil
	}
	say := func(key string, values map[string]any) { said = append(said, Reason{Key: key, Values: values}) }
	if a.Format == table.CSV {
		say("orders.about."+string(a.Encoding), nil)
	} else {
		say("orders.about."+string(a.Format), map[string]any{"Sheet": shownName(a.Sheet)})
	}
	if name := separatorName(a.Separator); a.Declared || name != "" {
		if name == "" {
			name = "orders.about.sep.other"
		}
		say(name, map[string]any{"Sign": string(a.Separator)})
	}
	if a.Header > 0 {
		say("orders.about.header", map[string]any{"Line": strconv.Itoa(a.Header)})
	} else {
		say("orders.about.no-header", nil)
	}
	if n := len(a.Titles); n > 0 {
		say("orders.about.titles", map[string]any{"Count": n, "Line": strconv.Itoa(a.Titles[0]), "Last": strconv.Itoa(a.Titles[n-1])})
	}
	if n := len(a.Passed); n > 0 {
		say("orders.about.passed", map[string]any{"Count": n, "Names": strings.Join(a.Passed, ", ")})
	}
	if n := len(a.Others); n > 0 {
		names := make([]string, n)
		for i, name := range a.Others {
			names[i] = shownName(name)
		}
		say("orders.about.sheets", map[string]any{"Count": n, "Names": strings.Join(names, ", ")})
	}
	return said
}

// separatorName is the key of a separator's sentence; empty for one that has none.
func separatorName(sep rune) string {
	switch sep {
	case ';':
		return "orders.about.sep.semicolon"
	case ',':
		return "orders.about.sep.comma"
	case '\t':
		return "orders.about.sep.tab"
	}
	return ""
}

// mostName bounds a name that is told, in characters.
const mostName = 40

// shownName is the name of a sheet or a column as it may be told: in one line, short, and never a card's number.
func shownName(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case ident.HoldsCardNumber(name):
		return "…"
	case utf8.RuneCountInString(name) > mostName:
		return string([]rune(name)[:mostName]) + "…"
	}
	return name
}
