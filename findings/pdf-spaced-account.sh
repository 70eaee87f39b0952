#!/usr/bin/env bash
# One IBAN on one page is read in three ways, and pdftotext itself gives two of them.
#
# A good guess: text of a PDF comes out as it was put in; where letters are set apart (Tc) or groups are kerned (TJ), a tool adds
# spaces by a sensible gap, and its -raw only changes the order.
# Really: an account number in one string, spaced by 3 points at a size of 10 as forms do for one letter a box, is read whole by
# pdftotext and falls into single letters with -raw, mutool and pdf.js. At 6 points it falls apart in all of these, but not in
# Ghostscript, which on the other hand gives no space between groups of four that are set apart by a quarter of the size. Groups set
# apart by 0.15 of the size are groups for pdftotext, mutool and pdf.js, and none for pdftotext -raw.
# Versions: poppler-utils 22.12.0-2+deb12u3, mupdf-tools 1.21.1+ds2-1+deb12u1, ghostscript 10.0.0~dfsg-11+deb12u9, npm pdfjs-dist 5.6.205.
# For a counter program: never compare or take over a number from a PDF by its spaces; drop them all first. And a number typed
# with its blanks in the string itself is the only one that every tool copies alike.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

debian='ghostscript 10.0.0~dfsg-11+deb12u9, mupdf-tools 1.21.1+ds2-1+deb12u1, poppler-utils 22.12.0-2+deb12u3' # as recorded
if ! type gs mutool pdftotext >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] || { echo 'needs (Debian): apt-get install ghostscript mupdf-tools poppler-utils' >&2; exit 1; }
	{ apt-get update && apt-get install -y ghostscript mupdf-tools poppler-utils; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
fi
here=$(dpkg-query -W -f '${Package} ${Version}, ' ghostscript mupdf-tools poppler-utils | sed 's/, $//')
[ "$here" = "$debian" ] || echo "note: recorded with $debian"
echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts pdfjs-dist@5.6.205 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >make.js <<'JS'
import fs from 'node:fs'
const content = [
  'BT /F 10 Tf 50 130 Td 3 Tc (SI56191000000123438) Tj ET',
  'BT /F 10 Tf 50 110 Td 6 Tc (SI56191000000123438) Tj ET',
  'BT /F 10 Tf 50 90 Td 0 Tc [(SI56)-250(1910)-250(0000)-250(0123)-250(438)] TJ ET',
  'BT /F 10 Tf 50 70 Td [(SI56)-150(1910)-150(0000)-150(0123)-150(438)] TJ ET',
  'BT /F 10 Tf 50 50 Td (SI56 1910 0000 0123 438) Tj ET',
].join('\n')
const objects = [
  '<</Type /Catalog /Pages 2 0 R>>',
  '<</Type /Pages /Kids [3 0 R] /Count 1>>',
  '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 280] /Resources <</Font <</F 5 0 R>>>> /Contents 4 0 R>>',
  `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
  '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
]
let out = '%PDF-1.4\n'
const places = objects.map((body, i) => {
  const at = out.length
  out += `${i + 1} 0 obj\n${body}\nendobj\n`
  return String(at).padStart(10, '0') + ' 00000 n \n'
})
fs.writeFileSync('a.pdf', `${out}xref\n0 6\n0000000000 65535 f \n${places.join('')}trailer\n<</Root 1 0 R /Size 6>>\nstartxref\n${out.length}\n%%EOF\n`)
JS
cat >pdfjs.js <<'JS'
import fs from 'node:fs'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
const doc = await getDocument({ data: new Uint8Array(fs.readFileSync('a.pdf')), verbosity: 0 }).promise
const { items } = await (await doc.getPage(1)).getTextContent()
console.log(items.map(i => i.str + (i.hasEOL ? '\n' : '')).join(''))
JS
node make.js

# lines shows the five lines of a reading side by side.
lines() { tr -d '\f\r' | grep . | sed 's/^ *//; s/ *$//' | paste -sd'|' | sed 's/|/ | /g'; }
seen=$(
	echo "pdftotext: $(pdftotext a.pdf - | lines)"
	echo "pdftotext -raw: $(pdftotext -raw a.pdf - | lines)"
	echo "mutool: $(mutool draw -q -F txt a.pdf 2>/dev/null | lines)"
	echo "pdf.js: $(node pdfjs.js 2>/dev/null | lines)"
	echo "gs: $(gs -q -dNOPAUSE -dBATCH -sDEVICE=txtwrite -sOutputFile=- a.pdf | lines)"
)
whole=SI56191000000123438 fours='SI56 1910 0000 0123 438' single='S I 5 6 1 9 1 0 0 0 0 0 0 1 2 3 4 3 8'
recorded="pdftotext: $whole | $single | $fours | $fours | $fours
pdftotext -raw: $single | $single | $fours | $whole | $fours
mutool: $single | $single | $fours | $fours | $fours
pdf.js: $single | $single | $fours | $fours | $fours
gs: $whole | $whole | $whole | $whole | $fours"
echo "versions:  $here, pdfjs-dist 5.6.205"
echo 'expected:  each column reads alike from top to bottom'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
