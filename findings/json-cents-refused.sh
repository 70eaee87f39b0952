#!/usr/bin/env bash
# A schema that says "whole cents" refuses one amount in nine, or none, by the validator.
#
# A good guess: {"type": "number", "multipleOf": 0.01} takes every amount with two decimals, and an API described so behaves alike on
# both sides of the wire.
# Really: Ajv divides in binary floating point and wants a whole quotient: of the amounts from 0.00 to 1000.00 it refuses
# 11,426, the first of them 0.07, 0.14, 0.28 and 0.29. kin-openapi counts in decimals and takes them all. Ajv's multipleOfPrecision
# mends it, but is off.
# Versions: npm ajv 8.20.0, github.com/getkin/kin-openapi v0.152.0.
# For a counter program: an amount that our side has validated may be refused by a gateway in JavaScript, always the same ones,
# seemingly at random. Send whole cents as an integer, or a string with a pattern; in a foreign schema, look for multipleOf.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts ajv@8.20.0 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
{ go mod init finding && go get github.com/getkin/kin-openapi/openapi3@v0.152.0; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

echo '{"type": "number", "multipleOf": 0.01}' >schema.json
for ((cents = 0; cents <= 100000; cents++)); do printf '%d.%02d\n' $((cents / 100)) $((cents % 100)); done >amounts.txt

cat >check.js <<'JS'
import fs from 'node:fs'
import Ajv from 'ajv'
const schema = JSON.parse(fs.readFileSync('schema.json'))
const amounts = fs.readFileSync('amounts.txt', 'utf8').trim().split('\n')
for (const [name, options] of [['ajv', {}], ['ajv with multipleOfPrecision 6', { multipleOfPrecision: 6 }]]) {
  const valid = new Ajv(options).compile(schema)
  const refused = amounts.filter(a => !valid(JSON.parse(a)))
  console.log(`${name}: refuses ${refused.length} of ${amounts.length}${refused.length ? ', first ' + refused.slice(0, 4).join(' ') : ''}`)
}
JS
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	var schema openapi3.Schema
	raw, _ := os.ReadFile("schema.json")
	if err := json.Unmarshal(raw, &schema); err != nil {
		panic(err)
	}
	text, _ := os.ReadFile("amounts.txt")
	amounts, refused := strings.Fields(string(text)), 0
	for _, a := range amounts {
		var value any
		if err := json.Unmarshal([]byte(a), &value); err != nil {
			panic(err)
		}
		if schema.VisitJSON(value) != nil {
			refused++
		}
	}
	fmt.Printf("kin-openapi: refuses %d of %d\n", refused, len(amounts))
}
GO

seen=$(node check.js; go run .)
recorded='ajv: refuses 11426 of 100001, first 0.07 0.14 0.28 0.29
ajv with multipleOfPrecision 6: refuses 0 of 100001
kin-openapi: refuses 0 of 100001'
echo 'versions:  ajv 8.20.0, kin-openapi v0.152.0'
echo 'expected:  none refused'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
