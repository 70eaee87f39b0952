#!/usr/bin/env bash
# zbar gives the codes of a sheet from the bottom right to the top left.
#
# A good guess: zbarimg reads a scanned page as one does, and the first line out is the topmost form's.
# Really: three orders under each other come out as 3, 2, 1; two columns of three as 6, 5, 4, 3, 2, 1. ZXing's C++ (zxing-wasm) gives
# them from the top. Neither says which order is meant; only zbar's XML has the places.
# Versions: zbar-tools 0.23.92-7+deb12u1, zxing-wasm 2.2.4; symbols by qrcode 1.5.4.
# For a counter program: never pair the codes of a page with its forms, or with a list's rows, by the order in which a reader
# tells them. Go by the place, or by what the code says.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

debian='zbar-tools 0.23.92-7+deb12u1' # as recorded
if ! type zbarimg >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] || { echo 'needs (Debian): apt-get install zbar-tools' >&2; exit 1; }
	{ apt-get update && apt-get install -y zbar-tools; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
fi
here=$(dpkg-query -W -f '${Package} ${Version}, ' zbar-tools | sed 's/, $//')
[ "$here" = "$debian" ] || echo "note: recorded with $debian"

echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts qrcode@1.5.4 pngjs@7.0.0 zxing-wasm@2.2.4 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >draw.js <<'JS'
import fs from 'node:fs'
import qrcode from 'qrcode'
import { PNG } from 'pngjs'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

prepareZXingModule({ overrides: { wasmBinary: fs.readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm') } })

// A page of A4 at 150 dots to the inch, white, with codes numbered from the top left, row by row.
const page = (columns, rows) => {
  const png = new PNG({ width: 1240, height: 1754 })
  png.data.fill(255)
  for (let k = 0; k < columns * rows; k++) {
    const { modules } = qrcode.create([{ data: Buffer.from(`UPNQR order ${k + 1}`), mode: 'byte' }], { errorCorrectionLevel: 'M', version: 15 })
    const left = 60 + (k % columns) * 600, top = 40 + Math.floor(k / columns) * 580, scale = 5
    for (let y = 0; y < modules.size * scale; y++) for (let x = 0; x < modules.size * scale; x++) {
      if (modules.get(Math.floor(y / scale), Math.floor(x / scale))) {
        const at = ((top + y) * png.width + left + x) * 4
        png.data.fill(0, at, at + 3)
      }
    }
  }
  return png
}
for (const columns of [1, 2]) {
  const png = page(columns, 3)
  fs.writeFileSync(`${columns}.png`, PNG.sync.write(png))
  const codes = await readBarcodes({ data: new Uint8ClampedArray(png.data), width: png.width, height: png.height }, { formats: ['QRCode'], maxNumberOfSymbols: 9 })
  fs.writeFileSync(`${columns}.zxing`, codes.map(c => c.text.split(' ')[2]).join(' '))
}
JS
node draw.js

seen=$(for columns in 1 2; do
	zbar=$(zbarimg --raw -q -Sdisable -Sqrcode.enable $columns.png 2>/dev/null | cut -d' ' -f3 | xargs)
	echo "$columns across, 3 down: zbar $zbar; zxing-wasm $(cat $columns.zxing)"
done)
recorded='1 across, 3 down: zbar 3 2 1; zxing-wasm 1 2 3
2 across, 3 down: zbar 6 5 4 3 2 1; zxing-wasm 1 2 3 4 5 6'
echo "versions:  $here, zxing-wasm 2.2.4"
echo 'expected:  from the top, as on the page'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
