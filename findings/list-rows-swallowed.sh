#!/usr/bin/env bash
# Three payments become one, with the first one's holder and the last one's amount, and the row has the right number of fields.
#
# A good guess: Go's csv.Reader with LazyQuotes takes lists of programs that never quote, and a name like "Pri Krtu" Metka stays
# a name; at worst the row has a wrong number of fields, which FieldsPerRecord refuses.
# Really: a field that begins with a quote lasts until a quote that stands before a separator or a line's end, over as many lines as that
# takes. If a later name is wholly in quotes, that is where it ends: three rows of three fields come out as one row of three
# fields, without an error. (Such a list is not RFC 4180, but it is what programs that never quote write, and what LazyQuotes is
# for.) A quote inside a field does no harm. Without LazyQuotes the reader refuses the list, with the line;
# Papa Parse joins the rows as well, but reports it; SheetJS keeps three rows, quotes and all.
# Versions: Go 1.26.8, encoding/csv; npm papaparse 5.7.1, xlsx 0.18.5.
# For a counter program: no lazy quotes where rows are money. Refuse a line end inside a field, count lines against rows, and tell
# the customer the line whose name begins with a quote.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CGO_ENABLED=0

printf '%s\n' '100000014;"Pri Krtu" Metka;12,50' '100000022;Jan Sova;7,20' '100000030;"Breza";8,00' >list.csv

cat >main.go <<'GO'
package main

import (
	"encoding/csv"
	"fmt"
	"os"
)

func main() {
	for _, lazy := range []bool{false, true} {
		file, err := os.Open("list.csv")
		if err != nil {
			panic(err)
		}
		r := csv.NewReader(file)
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = ';', lazy, 3
		rows, err := r.ReadAll()
		file.Close()
		fmt.Printf("Go, LazyQuotes %v: %d rows, error: %v\n", lazy, len(rows), err)
		for _, row := range rows {
			fmt.Printf("  %s pays %s, fields %d\n", row[0], row[len(row)-1], len(row))
		}
	}
}
GO
{ go mod init finding; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts papaparse@5.7.1 xlsx@0.18.5 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
cat >check.js <<'JS'
import fs from 'node:fs'
import Papa from 'papaparse'
import XLSX from 'xlsx'
const text = fs.readFileSync('list.csv', 'utf8')
const papa = Papa.parse(text, { delimiter: ';', skipEmptyLines: true })
console.log(`Papa Parse: ${papa.data.length} rows, errors ${papa.errors.length}`)
console.log(`SheetJS: ${XLSX.utils.sheet_to_json(XLSX.read(text, { type: 'string', FS: ';' }).Sheets.Sheet1, { header: 1 }).length} rows`)
JS

seen=$(go run .; node check.js)
recorded=$(cat <<'SEEN'
Go, LazyQuotes false: 0 rows, error: parse error on line 1, column 20: extraneous or missing " in quoted-field
Go, LazyQuotes true: 1 rows, error: <nil>
  100000014 pays 8,00, fields 3
Papa Parse: 1 rows, errors 2
SheetJS: 3 rows
SEEN
)
echo "versions:  $(go version), papaparse 5.7.1, xlsx 0.18.5"
echo 'expected:  three rows, or an error'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
