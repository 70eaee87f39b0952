#!/usr/bin/env bash
# A č in a code made with qrcode-generator comes out as a carriage return, which a hand reader types as Return.
#
# A good guess: a QR generator for JavaScript writes UTF-8, or refuses what it can't write.
# Really: qrcode-generator, unless told otherwise, keeps each character's low byte. Č (U+010C) becomes a form feed, č a carriage
# return, ć a bell, đ a device control, š an a, ž a tilde, Š a backtick, Ž a brace. Nothing is reported and the symbol is
# sound: jsQR and ZXing give the carriage return as one. A reader that types sends Return for it, in the middle of a name. As a
# further turn, zxing-wasm shows such a text with all its line ends spelled out as <LF>, for it holds control characters.
# Versions: qrcode-generator 2.0.4, jsqr 1.4.0, zxing-wasm 2.2.4.
# For a counter program: lines of a code can break where a č was, and "one line more than twenty" is then not a wrong form but a
# wrong generator. Never let a Return that arrives at a reader's speed press a button, and refuse control characters in names.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts qrcode-generator@2.0.4 jsqr@1.4.0 zxing-wasm@2.2.4 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >check.js <<'JS'
import fs from 'node:fs'
import qrcode from 'qrcode-generator'
import jsQR from 'jsqr'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

prepareZXingModule({ overrides: { wasmBinary: fs.readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm') } })

const code = qrcode(0, 'M')
code.addData('Krč Žan\nŠtefan Đuđ\nIrenč')
code.make()
const scale = 4, size = code.getModuleCount(), width = (size + 8) * scale
const data = new Uint8ClampedArray(width * width * 4).fill(255)
for (let y = 0; y < size * scale; y++) for (let x = 0; x < size * scale; x++) {
  if (code.isDark(Math.floor(y / scale), Math.floor(x / scale))) {
    const at = ((y + 4 * scale) * width + x + 4 * scale) * 4
    data.fill(0, at, at + 3)
  }
}
const picture = { data, width, height: width }
console.log('jsqr: ' + JSON.stringify(jsQR(data, width, width).data))
for (const textMode of ['Plain', undefined]) {
  const [read] = await readBarcodes(picture, { formats: ['QRCode'], ...(textMode && { textMode }) })
  console.log(`zxing-wasm, text mode ${textMode ?? 'as it comes'}: ${JSON.stringify(read.text)}`)
}
JS

seen=$(node check.js)
recorded='jsqr: "Kr\r }an\n`tefan \u0010u\u0011\nIren\r"
zxing-wasm, text mode Plain: "Kr\r }an\n`tefan \u0010u\u0011\nIren\r"
zxing-wasm, text mode as it comes: "Kr<CR> }an<LF>`tefan <DLE>u<DC1><LF>Iren<CR>"'
echo 'versions:  qrcode-generator 2.0.4, jsqr 1.4.0, zxing-wasm 2.2.4'
echo 'expected:  "Krč Žan\nŠtefan Đuđ\nIrenč" from each'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
