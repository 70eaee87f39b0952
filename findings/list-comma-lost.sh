#!/usr/bin/env bash
# A list with 12,50 comes out of SheetJS as 1250, and 1 December as 12 January.
#
# A good guess: a CSV with semicolons, read by the most used spreadsheet library of the web, keeps "12,50" as a text, or makes
# it 12.5; and writing it out again gives the same list.
# Really: a comma between digits is thrown away as a thousands mark: 12,50 is the number 1250, 1250,5 is 12505; of 1.250,50
# it makes 1.2505. A date 1.12.2026 is read in the American order (12 January), 15.12.2026 stays a text, and references
# like 1-2 and 3/4 become days of 2001. A leading zero goes: 0012 is 12. Nothing is reported. Writing shows the typed text for
# amounts again, so that a look at the list hides it, but the dates come out as 1/12/26.
# Versions: xlsx 0.18.5 (SheetJS as npm has it).
# For a counter program: a list of payments from a web tool can be wrong by a factor of a hundred though its form is perfect. A
# sum and a count that the customer states apart from the list, or limits per row, are the only guard; no reader can see it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts xlsx@0.18.5 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >check.js <<'JS'
import XLSX from 'xlsx'
const list = [
  'MOK;amount;day;reference',
  '100000014;12,50;1.12.2026;SI00 12',
  '100000014;1250,5;12.1.2026;1-2',
  '100000014;1.250,50;15.12.2026;0012',
].join('\n')
const sheet = XLSX.read(list, { type: 'string' }).Sheets.Sheet1
// A day is a number of a spreadsheet; SheetJS's own calendar says which.
const show = (cell, column) => {
  if (cell.t !== 'n') return `text ${cell.v}`
  if (column !== 'B' && cell.v > 30000) {
    const d = XLSX.SSF.parse_date_code(cell.v)
    return `day ${d.y}-${d.m}-${d.d}`
  }
  return `number ${cell.v}`
}
list.split('\n').slice(1).forEach((row, i) => {
  const typed = row.split(';').slice(1)
  console.log([...'BCD'].map((c, k) => `${typed[k]} -> ${show(sheet[c + (i + 2)], c)}`).join(' | '))
})
console.log('written again: ' + XLSX.utils.sheet_to_csv(sheet, { FS: ';' }).split('\n')[1])
JS

seen=$(TZ=Europe/Ljubljana node check.js)
recorded='12,50 -> number 1250 | 1.12.2026 -> day 2026-1-12 | SI00 12 -> text SI00 12
1250,5 -> number 12505 | 12.1.2026 -> day 2026-12-1 | 1-2 -> day 2001-1-2
1.250,50 -> number 1.2505 | 15.12.2026 -> text 15.12.2026 | 0012 -> number 12
written again: 100000014;12,50;1/12/26;SI00 12'
echo 'version:   xlsx 0.18.5'
echo 'expected:  12,50 is 12.5 or a text; 1.12.2026 is 1 December or a text; a reference is a text'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
