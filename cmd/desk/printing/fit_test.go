package printing

import (
	"slices"
	"strings"
	"testing"

	"github.com/OpenPrinting/goipp"
)

func paperRange(width, height goipp.Value) goipp.Collection {
	var c goipp.Collection
	for name, v := range map[string]goipp.Value{"x-dimension": width, "y-dimension": height} {
		tag := goipp.TagInteger
		if _, ok := v.(goipp.Range); ok {
			tag = goipp.TagRange
		}
		c.Add(goipp.MakeAttribute(name, tag, v))
	}
	return c
}

// queue is what a queue tells of its papers: the default first, then the sizes of one's own.
func queue(free []goipp.Collection, named ...string) []goipp.Attribute {
	sizes := goipp.Attribute{Name: "media-size-supported"}
	sizes.Values.Add(goipp.TagBeginCollection, paperRange(goipp.Integer(21000), goipp.Integer(29700)))
	for _, f := range free {
		sizes.Values.Add(goipp.TagBeginCollection, f)
	}
	return []goipp.Attribute{keywords("media-default", named[0]), keywords("media-supported", named...), sizes}
}

func TestAPageLiesOnThePrintersPaperAsItIs(t *testing.T) {
	const a4, a5, a6, letter = "iso_a4_210x297mm", "iso_a5_148x210mm", "iso_a6_105x148mm", "na_letter_8.5x11in"
	const roll, roll72, dl = "custom_80x297mm_80x297mm", "om_72x297mm_72x297mm", "iso_dl_110x220mm"
	any := []goipp.Collection{paperRange(goipp.Range{Lower: 2540, Upper: 29704}, goipp.Range{Lower: 2540, Upper: 105833})}
	narrow := []goipp.Collection{paperRange(goipp.Range{Lower: 2000, Upper: 7200}, goipp.Range{Lower: 2540, Upper: 105833})}
	fixed := []goipp.Collection{paperRange(goipp.Integer(7200), goipp.Range{Lower: 2540, Upper: 105833})}
	receipt := Page{Size: Size{80, 132.36}, Blank: 4}
	whole, small := Page{Size: Size{210, 297}}, Page{Size: Size{105, 148}, Blank: 8}
	limits := []string{"custom_min_1x1in", "custom_max_297.04x1058.33mm"}
	for name, c := range map[string]struct {
		page  Page
		tells []goipp.Attribute
		media string // empty: nothing is said of it
		own   bool
		at    string // position
		small string // the paper that is too small
	}{
		"a form on A4":                        {form, queue(nil, a4, a5), a4, false, "top-left", ""},
		"a form where any size is taken":      {form, queue(any, append(limits, a4)...), "Custom.210x99mm", true, "top-left", ""},
		"a form on Letter":                    {form, queue(nil, letter, a4), letter, false, "top-left", ""},
		"a form on A5, with A4 in the list":   {form, queue(nil, a5, a4), a4, false, "top-left", ""},
		"a form whose size has a name":        {form, queue(nil, a4, "custom_upn_210x99mm"), "custom_upn_210x99mm", true, "top-left", ""},
		"a form on an envelope":               {form, queue(nil, dl), "", false, "", "110 × 220"},
		"a form on the roll":                  {form, queue(nil, roll), "", false, "", "80 × 297"},
		"A4 on A4":                            {whole, queue(nil, a5, a4), a4, true, "top-left", ""},
		"A4 on the roll":                      {whole, queue(nil, roll), "", false, "", "80 × 297"},
		"A4 on Letter":                        {whole, queue(nil, letter), "", false, "", "216 × 279"},
		"A4 on a roll that is cut to measure": {whole, queue(narrow, roll72), "", false, "", "72 × 297"},
		"a receipt on the roll":               {receipt, queue(nil, roll), roll, false, "top", ""},
		"a receipt cut to measure":            {receipt, queue(any, roll), "Custom.80x132.36mm", true, "top", ""},
		"a receipt on a roll of 72 mm":        {receipt, queue(nil, roll72), roll72, false, "top", ""},
		"a receipt cut to measure on 72 mm":   {receipt, queue(narrow, roll72), "Custom.72x132.36mm", false, "top", ""},
		"a receipt on 72 mm of any length":    {receipt, queue(fixed, roll72), "Custom.72x132.36mm", false, "top", ""},
		"a receipt on A4":                     {receipt, queue(nil, a4), a4, false, "top", ""},
		"a receipt longer than the roll":      {Page{Size{80, 310}, 4}, queue(nil, roll), "", false, "", "80 × 297"},
		"a receipt on a narrow roll":          {receipt, queue(nil, "om_58x297mm_58x297mm"), "", false, "", "58 × 297"},
		"A6 on A6":                            {small, queue(nil, a4, a6), a6, true, "top", ""},
		"A6 on A5":                            {small, queue(nil, a5), a5, false, "top", ""},
		"a raw queue":                         {form, []goipp.Attribute{state("printer-state", 3)}, "", false, "top-left", ""},
		"a class or a queue that is not told": {receipt, nil, "", false, "top", ""},
		"names that tell no size":             {form, queue(nil, "auto", "na_letter"), "", false, "top-left", ""},
		"a roll of any length":                {receipt, queue(any, "roll_current_80x0mm", "roll_min_25x25mm", "roll_max_80x3000mm"), "Custom.80x132.36mm", true, "top", ""},
		"bounds of a roll alone":              {receipt, queue(nil, "roll_max_80x3000mm"), "", false, "top", ""},
		"a disc":                              {receipt, queue(nil, "disc_large_130x297mm"), "", false, "top", ""},
	} {
		told := &scheduler{tells: map[string][]goipp.Attribute{}}
		if c.tells != nil {
			told.tells["/printers/Pult"] = c.tells
		}
		path := aPaper(t)
		tools := &fakeTools{answers: map[string]string{
			"lpstat -r": "scheduler is running\n", "lpstat -e": "Pult\n", "lpstat -d": "no system default destination\n", "lpstat -H": told.serve(t),
		}}
		s := tools.system("linux")
		fit, err := s.Fit(t.Context(), "Pult", c.page)
		if c.small != "" {
			_, printed := s.Print(t.Context(), path, "Pult", c.page)
			if CodeOf(err) != PaperSmall || CodeOf(printed) != PaperSmall || slices.ContainsFunc(tools.asked, func(asked string) bool { return strings.HasPrefix(asked, "lp ") }) {
				t.Errorf("%s: %v, %v; the print system was asked %v", name, err, printed, tools.asked)
			} else if _, values := err.(*Error).Sentence(); values["Paper"] != c.small || values["Page"] != c.page.Size.String() {
				t.Errorf("%s: it says %v", name, values)
			}
			continue
		}
		media := slices.DeleteFunc(slices.Clone(fit.options), func(o string) bool { return !strings.HasPrefix(o, "media=") && o != "PageSize=" })
		want := []string{"PageSize=", "media=" + c.media}
		if c.media == "" {
			want = nil
		}
		if err != nil || !slices.Equal(media, want) || fit.Own != c.own || !slices.Contains(fit.options, "position="+c.at) {
			t.Errorf("%s: %v, %+v, want %v at the %s", name, err, fit, want, c.at)
		}
		for _, never := range upright {
			if !slices.Contains(fit.options, never) {
				t.Errorf("%s: lp isn't told %s", name, never)
			}
		}
	}
}
