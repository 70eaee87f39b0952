#!/usr/bin/env bash
# Whether a code on a page is read from the screen hangs on how it was drawn and who draws the page, and the two ways change places.
#
# A good guess: a code drawn as one path and a code drawn as a picture of a dot a module are the same black squares; a viewer that shows the
# one well shows the other well, and the sharper way is the better one everywhere.
# Really, at 96 dots to the inch (a page at its true size on a usual screen), a UPN code as the form has it: of 20, zbar reads 18 pictures and
# no path as Ghostscript shows them, no picture and 8 paths by Poppler's Cairo, and 20 and 13 by Poppler's Splash: one library's own two
# renderers disagree about which way is the good one. At 203 dots all are read.
# Versions: github.com/jung-kurt/gofpdf v1.16.2, github.com/makiuchi-d/gozxing v0.1.1 (the symbols), poppler-utils 22.12.0-2+deb12u3 (pdftoppm
# is Splash, pdftocairo what GNOME's viewer has), ghostscript 10.0.0~dfsg-11+deb12u9, zbar-tools 0.23.92-7+deb12u1.
# For a counter program: print is safe with both. A customer who pays from the screen of a PDF enlarges it first; a test by one
# renderer says nothing of another.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

tools='ghostscript poppler-utils zbar-tools'
if ! type gs pdftoppm pdftocairo zbarimg >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] || { echo "needs (Debian): apt-get install $tools" >&2; exit 1; }
	{ apt-get update && apt-get install -y $tools; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
fi
here=$(dpkg-query -W -f '${Package} ${Version}, ' $tools | sed 's/, $//')
debian='ghostscript 10.0.0~dfsg-11+deb12u9, poppler-utils 22.12.0-2+deb12u3, zbar-tools 0.23.92-7+deb12u1' # as recorded
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
	path, picture := page(), page()
	for n := range 20 {
		text := fmt.Sprintf("UPNQR\n\n\n\n\nHrib Tone\nPot %d\n4000 Kranj\n%011d\n\n\nGDSV\nTabor\n18.12.2026\nSI56191000000123438\n"+
			"SI00100000014\nPult\nTrg 1\n4000 Kranj\n153\n", n, 2150+n*811)
		symbol, err := encoder.Encoder_encode(text, decoder.ErrorCorrectionLevel_M, map[gozxing.EncodeHintType]interface{}{
			gozxing.EncodeHintType_QR_VERSION: 15, gozxing.EncodeHintType_CHARACTER_SET: "ISO-8859-2",
		})
		must(err)
		left, top := 6+0.041*float64(n), 6.5+0.029*float64(n) // anywhere between the dots
		m := symbol.GetMatrix()
		path.AddPage()
		path.RawWriteStr(squares(m, left, top))
		picture.AddPage()
		picture.RawWriteStr(mask(m, left, top))
	}
	must(path.OutputFileAndClose("path.pdf"))
	must(picture.OutputFileAndClose("picture.pdf"))
}

func page() *gofpdf.Fpdf {
	return gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: side, Ht: side}})
}

// squares are all modules as one path with one fill.
func squares(m *encoder.ByteMatrix, left, top float64) string {
	var all strings.Builder
	for y := range m.GetHeight() {
		for x := range m.GetWidth() {
			if m.Get(x, y) == 1 {
				fmt.Fprintf(&all, "%.3f %.3f %.3f %.3f re ", (left+float64(x)*module)*points, (side-top-float64(y)*module)*points, module*points, -module*points)
			}
		}
	}
	return all.String() + "f"
}

// mask is a picture of one bit a module, painted black where it is 0.
func mask(m *encoder.ByteMatrix, left, top float64) string {
	var rows strings.Builder
	for y := range m.GetHeight() {
		row := make([]byte, (m.GetWidth()+7)/8)
		for x := range m.GetWidth() {
			if m.Get(x, y) != 1 {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		fmt.Fprintf(&rows, "%x", row)
	}
	size := float64(m.GetWidth()) * module * points
	return fmt.Sprintf("q %.3f 0 0 %.3f %.3f %.3f cm BI /W %d /H %d /IM true /BPC 1 /F /AHx ID %s> EI Q", size, size, left*points, (side-top)*points-size,
		m.GetWidth(), m.GetHeight(), rows.String())
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
seen=$(for dots in 96 203; do
	for way in path picture; do
		pdftoppm -r $dots -png $way.pdf "$way-$dots-splash"
		pdftocairo -r $dots -png $way.pdf "$way-$dots-cairo"
		gs -q -dNOPAUSE -dBATCH -sDEVICE=pnggray -dTextAlphaBits=4 -dGraphicsAlphaBits=4 -r$dots -o "$way-$dots-gs-%02d.png" $way.pdf
		echo "$dots dpi, $way: Splash $(read_of $way-$dots-splash*.png), Cairo $(read_of $way-$dots-cairo*.png), Ghostscript $(read_of $way-$dots-gs*.png)"
	done
done)
recorded='96 dpi, path: Splash 13, Cairo 8, Ghostscript 0
96 dpi, picture: Splash 20, Cairo 0, Ghostscript 18
203 dpi, path: Splash 20, Cairo 20, Ghostscript 20
203 dpi, picture: Splash 20, Cairo 20, Ghostscript 20'
echo "versions:  $here, gofpdf v1.16.2, gozxing v0.1.1"
echo 'expected:  of 20, the same for both ways, and 20 at 203 dpi'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
