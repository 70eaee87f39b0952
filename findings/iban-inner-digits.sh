#!/usr/bin/env bash
# Five IBAN checkers disagree about one Slovene account number, and most take punctuation for spaces.
#
# A good guess: whether a number is a valid Slovene IBAN is one question with one answer, and the widest used checker gives it.
# Really: a Slovene number carries a second check of its own (the fifteen digits after SIxx leave 1 by 97, so that every
# Slovene IBAN in use begins with SI56). Of five npm checkers only ibantools asks for it; the others call a number valid that
# no bank can have given out. fast-iban takes a letter in it, too. iban, iban-ts, ibankit and fast-iban drop anything that is
# neither letter nor digit first, so that '/', '*' and a tab inside are no fault; ibantools refuses even a blank.
# Versions: iban 0.0.14, ibantools 4.5.4, ibankit 1.6.5, fast-iban 1.2.0, iban-ts 0.11.0.
# For a counter program: check both sums, for "the shop's form took it" says nothing; a begin other than SI56 is one wrong
# digit, told at the counter. And expect customers' numbers to arrive with any punctuation.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts \
	iban@0.0.14 ibantools@4.5.4 ibankit@1.6.5 fast-iban@1.2.0 iban-ts@0.11.0 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >check.js <<'JS'
import iban from 'iban'
import * as ibantools from 'ibantools'
import ibankit from 'ibankit'
import fast from 'fast-iban'
import * as ts from 'iban-ts'

const mod97 = text => {
  const digits = [...text].map(c => parseInt(c, 36)).join('')
  return Number(BigInt(digits) % 97n)
}
// withCheck puts an IBAN's check digits before a country's own number.
const withCheck = own => 'SI' + String(98 - mod97(own + 'SI00')).padStart(2, '0') + own

const quiet = ask => { try { return ask() ? 'valid' : 'no' } catch { return 'no' } }
const checkers = {
  iban: s => iban.isValid(s),
  'iban-ts': s => ts.isValid(s),
  ibankit: s => ibankit.IBAN.isValid(s),
  'fast-iban': s => fast.validateIBAN(s),
  ibantools: s => ibantools.isValidIBAN(s),
}
const numbers = {
  'right': withCheck('191000000123438'),
  'one digit off inside': withCheck('191000000123439'),
  'made-up digits': withCheck('100000014000000'),
  'a letter inside': withCheck('19100000012343A'),
  'blanks': 'SI56 1910 0000 0123 438',
  'punctuation': 'SI56/1910*0000.0123 438',
}
for (const [what, number] of Object.entries(numbers)) {
  const say = Object.entries(checkers).map(([name, ask]) => `${name}=${quiet(() => ask(number))}`)
  console.log(`${what} (${number.slice(0, 4)}): ${say.join(' ')}`)
}
JS

seen=$(node check.js)
recorded='right (SI56): iban=valid iban-ts=valid ibankit=valid fast-iban=valid ibantools=valid
one digit off inside (SI29): iban=valid iban-ts=valid ibankit=valid fast-iban=valid ibantools=no
made-up digits (SI86): iban=valid iban-ts=valid ibankit=valid fast-iban=valid ibantools=no
a letter inside (SI54): iban=no iban-ts=no ibankit=no fast-iban=valid ibantools=no
blanks (SI56): iban=valid iban-ts=valid ibankit=valid fast-iban=valid ibantools=no
punctuation (SI56): iban=valid iban-ts=valid ibankit=valid fast-iban=valid ibantools=no'
echo 'versions:  iban 0.0.14, iban-ts 0.11.0, ibankit 1.6.5, fast-iban 1.2.0, ibantools 4.5.4'
echo 'expected:  one answer to each number: valid, no, no, no, and one way with blanks and punctuation'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
