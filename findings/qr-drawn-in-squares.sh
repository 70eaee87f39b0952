#!/usr/bin/env bash
# The same code in the same PDF is read or not by whether its squares were filled one by one or together.
#
# A good guess: 77 x 77 squares that touch make the same black areas, drawn in any way; both PDFs look alike, to a hair.
# Really: where squares touch between two dots, MuPDF lays each one's share over the other's and leaves a grey seam. At 300 dots to
# the inch zbar then misses 8 of 20 symbols (module of ten dots at 600, as the UPN form has it), and none when all
# squares are one path with one fill. Poppler rounds rectangles to whole dots and shows no difference, so that a test with
# pdftoppm alone never sees it.
# Versions: github.com/jung-kurt/gofpdf v1.16.2, github.com/makiuchi-d/gozxing v0.1.1 (the symbols), mupdf-tools 1.21.1+ds2-1+deb12u1,
# poppler-utils 22.12.0-2+deb12u3, zbar-tools 0.23.92-7+deb12u1.
# For a counter program: draw a code as one path; judge print by two rasterisers. Invoices of others have codes in squares: when a
# scanned or shown code isn't read, another zoom or a print helps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

debian='mupdf-tools 1.21.1+ds2-1+deb12u1, poppler-utils 22.12.0-2+deb12u3, zbar-tools 0.23.92-7+deb12u1' # as recorded
if ! type mutool pdftoppm zbarimg >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] || { echo 'needs (Debian): apt-get install mupdf-tools poppler-utils zbar-tools' >&2; exit 1; }
	{ apt-get update && apt-get install -y mupdf-tools poppler-utils zbar-tools; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
fi
here=$(dpkg-query -W -f '${Package} ${Version}, ' mupdf-tools poppler-utils zbar-tools | sed 's/, $//')
[ "$here" = "$debian" ] || echo "note: recorded with $debian"

cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

const (
	side   = 50.0            // of a page, mm
	module = 25.4 * 10 / 600 // mm
	points = 72 / 25.4       // in a millimetre
)

func main() {
	each := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: side, Ht: side}})
	once := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: side, Ht: side}})
	for n := range 20 {
		text := fmt.Sprintf("UPNQR\n\n\n\n\nKrt Metka\nVrtna %d\n4000 Kranj\n%011d\n\n\nGDSV\nVrtec\n15.12.2026\nSI56191000000123438\n"+
			"SI00100000014\nPult\nTrg 1\n4000 Kranj\n155\n", n, 1250+n*977)
		symbol, err := encoder.Encoder_encode(text, decoder.ErrorCorrectionLevel_M, map[gozxing.EncodeHintType]interface{}{
			gozxing.EncodeHintType_QR_VERSION: 15, gozxing.EncodeHintType_CHARACTER_SET: "ISO-8859-2",
		})
		if err != nil {
			panic(err)
		}
		left, top := 6+0.037*float64(n), 6.5+0.023*float64(n) // anywhere between the dots
		each.AddPage()
		once.AddPage()
		var path strings.Builder
		for y := range symbol.GetMatrix().GetHeight() {
			for x := range symbol.GetMatrix().GetWidth() {
				if symbol.GetMatrix().Get(x, y) != 1 {
					continue
				}
				mx, my := left+float64(x)*module, top+float64(y)*module
				each.Rect(mx, my, module, module, "F")
				fmt.Fprintf(&path, "%.2f %.2f %.2f %.2f re ", mx*points, (side-my)*points, module*points, -module*points)
			}
		}
		once.RawWriteStr(path.String() + "f")
	}
	must(each.OutputFileAndClose("each.pdf"))
	must(once.OutputFileAndClose("once.pdf"))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
GO
{ go mod init finding && go get github.com/jung-kurt/gofpdf@v1.16.2 github.com/makiuchi-d/gozxing/qrcode@v0.1.1; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
go run .

read_of() { zbarimg --raw -q -Sdisable -Sqrcode.enable "$@" 2>/dev/null | grep -c UPNQR || true; }
seen=$(for way in once each; do
	mutool draw -q -r 300 -o "$way-mupdf-%02d.png" $way.pdf 2>/dev/null
	pdftoppm -r 300 -png $way.pdf $way-poppler
	echo "filled $way: of 20 zbar reads $(read_of $way-mupdf-*.png) as MuPDF shows them, $(read_of $way-poppler-*.png) as Poppler does"
done)
recorded='filled once: of 20 zbar reads 20 as MuPDF shows them, 20 as Poppler does
filled each: of 20 zbar reads 12 as MuPDF shows them, 20 as Poppler does'
echo "versions:  $here, gofpdf v1.16.2, gozxing v0.1.1"
echo 'expected:  20 each time'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
