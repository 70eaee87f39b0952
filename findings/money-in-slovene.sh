#!/usr/bin/env bash
# Browser and Go write 1250,50 EUR in Slovene in two ways, and Go's printer puts full stops into a card holder's number.
#
# A good guess: both follow the same CLDR data for "sl", so that 1.250,50 € is 1.250,50 € everywhere, and %d writes a number as fmt does.
# Really: ICU (Node, browsers) groups in Slovene only from five digits on: 1250,50 €, 12.505,00 €, with a no-break space before the sign.
# golang.org/x/text groups from four, and its currency printer puts the sign in front: € 1.250,50. Below zero both write U+2212, not a
# hyphen. And message.Printer groups every whole number, in %d, %v and %08d alike: a MOK ID 100000014 is printed as 100.000.014.
# Versions: golang.org/x/text v0.43.0; Node 20 with ICU 78 (CLDR 48).
# For a counter program: amounts that a clerk copies from a web page come with a no-break space, a sign, U+2212, and with or without a full stop:
# all four must read. A sentence that has a number of a card or an order in it never goes through a printer of numbers.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"fmt"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

func main() {
	p := message.NewPrinter(language.Slovenian)
	for _, amount := range []float64{1250.5, 12505, -1250.5} {
		fmt.Printf("x/text: %+q %+q\n", p.Sprintf("%.2f", amount), p.Sprint(currency.Symbol(currency.EUR.Amount(amount))))
	}
	fmt.Printf("x/text, MOK: %q %q %q\n", p.Sprintf("%d", 100000014), p.Sprint(100000014), p.Sprintf("%08d", 14))
}
GO
{ go mod init finding && go get golang.org/x/text@v0.43.0; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
cat >icu.js <<'JS'
const plain = new Intl.NumberFormat('sl', { minimumFractionDigits: 2 })
const euro = new Intl.NumberFormat('sl', { style: 'currency', currency: 'EUR' })
const quote = s => '"' + s.replace(/[^ -~]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')) + '"'
for (const amount of [1250.5, 12505, -1250.5]) console.log('ICU: ' + quote(plain.format(amount)) + ' ' + quote(euro.format(amount)))
JS

seen=$(node icu.js; go run .)
recorded='ICU: "1250,50" "1250,50\u00a0\u20ac"
ICU: "12.505,00" "12.505,00\u00a0\u20ac"
ICU: "\u22121250,50" "\u22121250,50\u00a0\u20ac"
x/text: "1.250,50" "\u20ac 1.250,50"
x/text: "12.505,00" "\u20ac 12.505,00"
x/text: "\u22121.250,50" "\u20ac \u22121.250,50"
x/text, MOK: "100.000.014" "100.000.014" "00.000.014"'
echo "versions:  golang.org/x/text v0.43.0, Node $(node -p 'process.version + ", ICU " + process.versions.icu + ", CLDR " + process.versions.cldr')"
echo 'expected:  the same three lines twice, and 100000014'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
