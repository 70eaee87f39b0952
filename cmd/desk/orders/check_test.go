package orders

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/text"
)

// official is the payload of the order on the title page of the standard.
const official = "UPNQR\n\n\n\n\nJanez Novak\nLepa cesta 10\n2000 Maribor\n00000001471\n\n\nSCVE\nRavn. z odpadki 04/2016 0040098579\n25.06.2016\n" +
	"SI56051008010486080\nSI121033842574531\nSnaga d.o.o.\nPovšetova ulica 6\n1000 Ljubljana\n198\n"

func TestWhatIsWrongIsSaidByFieldAndReason(t *testing.T) {
	const card, pan = "100000014", "4111 1111 1111 1111"
	for name, c := range map[string]struct {
		cells order.Form
		want  []string // field and key
	}{
		"nothing":            {order.Form{}, []string{"mokID order.mok-id.missing"}},
		"six digits":         {order.Form{MokID: "481205"}, []string{"mokID recognise.lastSix"}},
		"eight digits":       {order.Form{MokID: "10000001"}, []string{"mokID recognise.unclear"}},
		"a spreadsheet's":    {order.Form{MokID: "1,00E+08"}, []string{"mokID recognise.exponent"}},
		"a program's":        {order.Form{MokID: "12345678.0"}, []string{"mokID recognise.decimal"}},
		"a telephone":        {order.Form{MokID: "041/123-456"}, []string{"mokID recognise.telephone"}},
		"a day":              {order.Form{MokID: "29.11.2026-1"}, []string{"mokID recognise.date"}},
		"other groups":       {order.Form{MokID: "10 0000 014"}, []string{"mokID recognise.separators"}},
		"another's order":    {order.Form{MokID: official}, []string{"mokID recognise.other-payee"}},
		"foreign reference":  {order.Form{MokID: "SI05 9074732-100000014-030"}, []string{"mokID recognise.foreign"}},
		"mistyped reference": {order.Form{MokID: "SI05 1234567-100000014-200"}, []string{"mokID recognise.mistyped"}},
		"PAN":                {order.Form{MokID: pan}, []string{"mokID orders.row.pan"}},
		"PAN elsewhere":      {order.Form{MokID: card, Amount: pan, Name: "Ana " + pan, Street: "4111-1111-1111-1111", Town: "411111111111"}, []string{"amount orders.row.pan", "payer orders.row.pan", "street orders.row.pan", "town orders.row.pan"}},
		"all at once":        {order.Form{MokID: "1", Amount: "1,250", Name: "Žofka"}, []string{"mokID recognise.unclear", "amount amount.ambiguous"}},
		"currency":           {order.Form{MokID: card, Amount: "50 €"}, []string{"amount amount.withCurrency"}},
		"zero":               {order.Form{MokID: card, Amount: "0,00"}, []string{"amount amount.zero"}},
		"too large":          {order.Form{MokID: card, Amount: "1000000000,00"}, []string{"amount amount.tooLarge"}},
		"minus":              {order.Form{MokID: card, Amount: "-5"}, []string{"amount amount.negative"}},
		"cell of 10 kB":      {order.Form{MokID: card, Name: strings.Repeat("Ž", 5000)}, []string{"payer order.line.tooLong"}},
		"another script":     {order.Form{MokID: card, Town: "Крањ"}, []string{"town order.line.charset"}},
		"full-width digits":  {order.Form{MokID: card, Street: "４１１１１１１１１１１１１１１１"}, []string{"street orders.row.pan"}},
		"a foreign letter":   {order.Form{MokID: card, Name: "Žofka Peña"}, []string{"payer orders.row.charset"}},
		"a foreign sign":     {order.Form{MokID: card, Street: "Trg 5 €"}, []string{"street orders.row.charset"}},
		"invisible":          {order.Form{MokID: card, Street: "Glavni\x00trg"}, []string{"street order.line.hidden"}},
		"card of 10 kB":      {order.Form{MokID: strings.Repeat("x", 10e3)}, []string{"mokID recognise.unclear"}},
		"card of 10 k digit": {order.Form{MokID: strings.Repeat("1", 10e3)}, []string{"mokID orders.row.pan"}},
	} {
		t.Run(name, func(t *testing.T) {
			order, mokID, bad := Check(c.cells, upn.DefaultAccount())
			if bad == nil || mokID != "" || order != (upn.Order{}) {
				t.Fatalf("%v, %q", bad, mokID)
			}
			var got []string
			for _, r := range bad.Reasons {
				got = append(got, string(r.Field)+" "+r.Message.Key)
			}
			// Reasons stand as they are found; which fields have which is what matters.
			if !sameSet(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			bad.Line = 1234
			for _, lang := range text.Languages() {
				text.Use(lang)
				said := bad.Sentence()
				if strings.Contains(said, "‹") || !strings.Contains(said, " 1234: ") || strings.Contains(said, "\n") ||
					strings.Contains(said, "1111") || strings.Contains(said, "Snaga") || strings.Contains(said, "Žofka") || len(said) > 1000 {
					t.Errorf("%s: %q", lang, said)
				}
			}
		})
	}
}

func TestALetterThatTheFormDoesNotHaveIsRefusedWithAProposal(t *testing.T) {
	text.Use("sl")
	for typed, want := range map[string]string{
		"Jose Peña": "Znaka na mestu 8 nalog UPN ne pozna; namesto njega lahko zapišete n.", "Jose Pen\u0303a": "mestu 8 nalog UPN ne pozna; namesto njega lahko zapišete n.",
		"Ørsted": "mestu 1 nalog UPN ne pozna; namesto njega lahko zapišete O.", "O’Connor": "namesto njega lahko zapišete '.", "Søren Åkerfeldt": "mestu 2 nalog UPN ne pozna; namesto njega lahko zapišete o.",
	} {
		_, _, bad := Check(order.Form{MokID: "100000014", Name: typed}, upn.DefaultAccount())
		if bad == nil || !strings.Contains(bad.Sentence(), want) {
			t.Errorf("%s: %v", typed, bad)
		}
	}
}

// A cell that a spreadsheet would reckon with is text here like any other, on paper and in the code.
func TestFormulasAreText(t *testing.T) {
	for _, cells := range []order.Form{
		{MokID: "100000014", Amount: "5", Name: "=cmd|' /C calc'!A0", Street: "+1+1", Town: "@SUM(1)"},
		{MokID: "100000014", Amount: "5", Name: "-2+3", Street: `=HYPERLINK("http://a.si")`, Town: "'=1"},
	} {
		order, _, bad := Check(cells, upn.DefaultAccount())
		if bad != nil || order.Payer != (upn.Party{Name: cells.Name, Street: cells.Street, Town: cells.Town}) || order.Validate() != nil {
			t.Errorf("%+v: %v", order.Payer, bad)
		}
	}
	for _, cells := range []order.Form{{MokID: `="100000014"`}, {MokID: "=100000014"}, {MokID: "100000014", Amount: "=50"}, {MokID: "100000014", Amount: "=A1*2"}} {
		if _, _, bad := Check(cells, upn.DefaultAccount()); bad == nil {
			t.Errorf("%+v is taken for a number", cells)
		}
	}
}

func sameSet(a, b []string) bool {
	count := map[string]int{}
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestWhatIsLeftOutIsNoFault(t *testing.T) {
	for name, c := range map[string]struct {
		cells order.Form
		code  bool
	}{
		"card alone": {order.Form{MokID: "100000014"}, false},
		"amount":     {order.Form{MokID: "100 000 014", Amount: " 1.250,00 "}, false},
		"name alone": {order.Form{MokID: "100000014", Name: "Ana"}, false},
		"whole":      {order.Form{MokID: "SI05 8074720-100000014-200", Amount: "50", Name: "Ana Čuk", Street: "Glavni trg 1", Town: "4000 Kranj"}, true},
		"spaces":     {order.Form{MokID: "100000014", Amount: " \u00a0", Name: "  "}, false},
	} {
		order, mokID, bad := Check(c.cells, upn.DefaultAccount())
		if bad != nil || mokID != "100000014" || order.ValidateForm() != nil || (order.Validate() == nil) != c.code {
			t.Errorf("%s: %q, %+v, %v", name, mokID, bad, order.Validate())
		}
		if name == "amount" && order.Amount != money.EUR(125000) {
			t.Errorf("%v", order.Amount)
		}
	}
}

func TestAWrongAccountIsNotTheRowsFault(t *testing.T) {
	account := upn.DefaultAccount()
	account.Payee.Name = strings.Repeat("x", 40)
	for range 2 {
		if _, _, bad := Check(order.Form{MokID: "100000014"}, account); bad == nil || len(bad.Reasons) != 1 || bad.Reasons[0].Message.Key != "order.account" {
			t.Errorf("%+v", bad)
		}
		account = upn.DefaultAccount()
		account.Prefix = "12"
	}
}

// TestEveryCodeAndReasonHasItsSentence: whatever ends a run or makes an amount or a line wrong can be
// said, in each language.
func TestEveryCodeAndReasonHasItsSentence(t *testing.T) {
	tree, err := parser.ParseFile(token.NewFileSet(), "problem.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	ast.Inspect(tree, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Code" {
				code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				keys = append(keys, "orders.error."+code)
			}
		}
		return true
	})
	if len(keys) < 9 {
		t.Fatalf("found %v", keys)
	}
	for _, reason := range money.Reasons() {
		keys = append(keys, "amount."+string(reason))
	}
	for _, rule := range upn.Rules() { // a rule that has no sentence of its own is said by order.line.form
		switch rule {
		case upn.TooLong, upn.Charset, upn.Hidden:
			keys = append(keys, "order.line."+string(rule))
		}
	}
	keys = append(keys, "order.line.form", "order.line.lost", "orders.row.charset")
	for _, field := range order.Fields() {
		keys = append(keys, "order.field."+string(field))
	}
	for _, lang := range text.Languages() {
		for _, key := range keys {
			if said := text.In(lang).Say(key, map[string]any{"Path": "/p", "Count": 2, "At": 3, "Line": "4", "Column": "C", "Near": "n"}); strings.Contains(said, "‹") {
				t.Errorf("%s: %s", lang, said)
			}
		}
	}
}
