#!/usr/bin/env bash
# One RF reference in fifty has two spellings, and the libraries that make, take and refuse the second are different ones.
#
# A good guess: "ISO 7064 MOD 97-10" names one pair of check digits for each reference, and whoever checks by it takes exactly
# what whoever makes by it gives.
# Really: 00, 01 and 99 leave the same remainder as 97, 98 and 02. @konfirm/iso7064 makes the pairs 00 and 01 (2 in 97
# references), where ISO 11649 and the bank's form have 97 and 98. npm iso-11649 takes both spellings of such a reference;
# node-iso11649 takes one only, and refuses what @konfirm/iso7064 has made.
# Versions: @konfirm/iso7064 2.1.3, iso-11649 1.0.1, node-iso11649 2.1.2.
# For a counter program: a reference is only right with 02 to 98, on top of the sum; a customer's RF00 or RF01 is told as such
# ("made by a program that counts otherwise: it should read RF97 ..."), not as a mistyped digit. Two spellings of one reference must
# not count as two payments.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts \
	@konfirm/iso7064@2.1.3 iso-11649@1.0.1 node-iso11649@2.1.2 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >check.js <<'JS'
import { Mod97_10 } from '@konfirm/iso7064'
import strict from 'node-iso11649'
import lax from 'iso-11649'

const say = (who, reference) => who.validate(reference) ? 'valid' : 'no'
// ISO 11649 counts R as 27 and F as 15, behind the number.
let odd = 0
for (let n = 0; n < 9700; n++) {
  const made = Mod97_10.checksum(String(100000000 + n) + '2715')
  if (made < '02') odd++
}
console.log(`@konfirm/iso7064 makes RF00 or RF01 for ${odd} of 9700 numbers`)
for (const number of ['100000014', '100000088', '100000070']) {
  const made = 'RF' + Mod97_10.checksum(number + '2715') + number
  const other = lax.generate(number)
  console.log(`${number}: @konfirm makes ${made.slice(0, 4)} (iso-11649 ${say(lax, made)}, node-iso11649 ${say(strict, made)}),` +
    ` iso-11649 makes ${other.slice(0, 4)} (iso-11649 ${say(lax, other)}, node-iso11649 ${say(strict, other)})`)
}
JS

seen=$(node check.js)
recorded='@konfirm/iso7064 makes RF00 or RF01 for 200 of 9700 numbers
100000014: @konfirm makes RF58 (iso-11649 valid, node-iso11649 valid), iso-11649 makes RF58 (iso-11649 valid, node-iso11649 valid)
100000088: @konfirm makes RF00 (iso-11649 valid, node-iso11649 no), iso-11649 makes RF97 (iso-11649 valid, node-iso11649 valid)
100000070: @konfirm makes RF01 (iso-11649 valid, node-iso11649 no), iso-11649 makes RF98 (iso-11649 valid, node-iso11649 valid)'
echo 'versions:  @konfirm/iso7064 2.1.3, iso-11649 1.0.1, node-iso11649 2.1.2'
echo 'expected:  one pair of check digits for each number, made and taken by all three'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
