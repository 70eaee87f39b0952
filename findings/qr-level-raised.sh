#!/usr/bin/env bash
# Asked for error correction M, two well-used generators of the web draw level H.
#
# A good guess: a generator told "level M, version 15", as the UPN QR standard has it, draws M and 15, or refuses.
# Really: qrcode.react and lean-qr take the level as the least one and raise it as far as the text fits: a usual order of some 140
# bytes gets H in version 15. Only a text that nearly fills the code gets M. npm's qrcode and uqr leave the level alone.
# lean-qr puts an ECI of UTF-8 (26) in front besides, when the text has a č.
# Versions: qrcode.react 4.2.0 (react 19.3.1), lean-qr 2.7.4, qrcode 1.5.4, uqr 0.1.3; read with zxing-wasm 2.2.4.
# For a counter program: shops that "follow the standard" hand out codes of levels Q and H. Read any level; never take the level for
# a sign of a foreign or a damaged form. Who writes codes sets boostLevel={false}, or maxCorrectionLevel.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts qrcode.react@4.2.0 react@19.3.1 react-dom@19.3.1 \
	lean-qr@2.7.4 qrcode@1.5.4 uqr@0.1.3 zxing-wasm@2.2.4 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >check.js <<'JS'
import fs from 'node:fs'
import React from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { QRCodeSVG } from 'qrcode.react'
import * as lean from 'lean-qr'
import qrcode from 'qrcode'
import { encode } from 'uqr'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

prepareZXingModule({ overrides: { wasmBinary: fs.readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm') } })

const order = purpose => ['UPNQR', '', '', '', '', 'Krt Metka', 'Vrtna 1', '4000 Čadež', '00000001250', '', '', 'GDSV', purpose,
  '15.12.2026', 'SI56191000000123438', 'SI00100000014', 'Pult', 'Trg 1', '4000 Kranj', '155', ''].join('\n')

// Each generator gives the size of its symbol and a function that tells whether a module is dark.
const generators = {
  'qrcode.react': text => {
    const svg = renderToStaticMarkup(React.createElement(QRCodeSVG, { value: text, level: 'M', minVersion: 15 }))
    const dark = new Set()
    for (const [, x, y, n] of svg.matchAll(/M\s*(\d+)[ ,]+(\d+)\s*h(\d+)v1H\d+z/g)) {
      for (let k = 0; k < +n; k++) dark.add(`${+x + k},${y}`)
    }
    return [+svg.match(/viewBox="0 0 (\d+)/)[1], (x, y) => dark.has(`${x},${y}`)]
  },
  'lean-qr': text => {
    const q = lean.generate(text, { minCorrectionLevel: lean.correction.M, minVersion: 15 })
    return [q.size, (x, y) => q.get(x, y)]
  },
  qrcode: text => {
    const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M', version: 15 })
    return [modules.size, (x, y) => modules.get(y, x)]
  },
  uqr: text => {
    const q = encode(text, { ecc: 'M', minVersion: 15, border: 0 })
    return [q.size, (x, y) => q.data[y][x]]
  },
}

const picture = ([size, dark]) => {
  const scale = 4, width = (size + 8) * scale, data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (let y = 0; y < size * scale; y++) for (let x = 0; x < size * scale; x++) {
    if (dark(Math.floor(x / scale), Math.floor(y / scale))) data.fill(0, ((y + 4 * scale) * width + x + 4 * scale) * 4, ((y + 4 * scale) * width + x + 4 * scale) * 4 + 3)
  }
  return { data, width, height: width }
}

for (const [what, purpose] of [['short text', 'Vrtec'], ['full text', 'Vrtec '.repeat(40)]]) {
  for (const [name, generate] of Object.entries(generators)) {
    const text = order(purpose)
    const [code] = await readBarcodes(picture(generate(text)), { formats: ['QRCode'] })
    console.log(`${what}, ${name}: level ${code.ecLevel}, version ${code.version}, ECI ${code.hasECI}, text ${code.text === text ? 'right' : 'WRONG'}`)
  }
}
JS

seen=$(node check.js)
recorded='short text, qrcode.react: level H, version 15, ECI false, text right
short text, lean-qr: level H, version 15, ECI true, text right
short text, qrcode: level M, version 15, ECI false, text right
short text, uqr: level M, version 15, ECI false, text right
full text, qrcode.react: level M, version 15, ECI false, text right
full text, lean-qr: level M, version 15, ECI true, text right
full text, qrcode: level M, version 15, ECI false, text right
full text, uqr: level M, version 15, ECI false, text right'
echo 'versions:  qrcode.react 4.2.0, lean-qr 2.7.4, qrcode 1.5.4, uqr 0.1.3'
echo 'expected:  level M each time'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
