#!/usr/bin/env bash
# Two PDFs that ask to be printed at true size, joined to one, no longer ask, with most joiners.
#
# A good guess: a join copies pages and keeps what both files say alike, among it "do not scale when printing" and the language.
# Really: /PrintScaling /None and /Lang stand in the document's catalogue, not in its pages. pdfunite, mutool merge, qpdf with --empty,
# pdf-lib's copied pages and Ghostscript's pdfwrite begin a new catalogue and drop both without a word. qpdf's other form (the first
# file before --pages) and pdfcpu merge keep them. mutool clean and pdfseparate, which change a single file, keep them too.
# Versions: qpdf 11.3.0-1+deb12u1, poppler-utils 22.12.0-2+deb12u3, mupdf-tools 1.21.1+ds2-1+deb12u1,
# ghostscript 10.0.0~dfsg-11+deb12u9, npm pdf-lib 1.17.1, github.com/pdfcpu/pdfcpu v0.11.1.
# For a counter program: a form of exact size that went through "merge" or a PDF "optimiser" prints at whatever the viewer likes, "fit to page" mostly. Join orders in
# the program itself, give one file for many forms, and have the clerk measure the calibration sheet made the same way.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

debian='ghostscript 10.0.0~dfsg-11+deb12u9, mupdf-tools 1.21.1+ds2-1+deb12u1, poppler-utils 22.12.0-2+deb12u3, qpdf 11.3.0-1+deb12u1' # as recorded
if ! type gs mutool pdfunite qpdf >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] || { echo 'needs (Debian): apt-get install ghostscript mupdf-tools poppler-utils qpdf' >&2; exit 1; }
	{ apt-get update && apt-get install -y ghostscript mupdf-tools poppler-utils qpdf; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
fi
here=$(dpkg-query -W -f '${Package} ${Version}, ' ghostscript mupdf-tools poppler-utils qpdf | sed 's/, $//')
[ "$here" = "$debian" ] || echo "note: recorded with $debian"
echo '{"private":true,"type":"module"}' >package.json
npm install --no-audit --no-fund --ignore-scripts pdf-lib@1.17.1 >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }
{ go mod init finding && go get github.com/pdfcpu/pdfcpu/cmd/pdfcpu@v0.11.1 &&
	go build -o pdfcpu github.com/pdfcpu/pdfcpu/cmd/pdfcpu; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

cat >draft.pdf <<'PDF'
%PDF-1.6
1 0 obj
<</Type /Catalog /Pages 2 0 R /Lang (sl) /ViewerPreferences <</PrintScaling /None>>>>
endobj
2 0 obj
<</Type /Pages /Kids [3 0 R] /Count 1>>
endobj
3 0 obj
<</Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 280.63] /Resources <</Font <</F 5 0 R>>>> /Contents 4 0 R>>
endobj
4 0 obj
<</Length 41>>
stream
BT /F 12 Tf 50 50 Td (MOK 100000014) Tj ET
endstream
endobj
5 0 obj
<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>
endobj
trailer
<</Root 1 0 R /Size 6>>
PDF
qpdf draft.pdf a.pdf 2>/dev/null || [ $? = 3 ] # the draft has no table of places; qpdf makes one and says so
qpdf --check a.pdf >/dev/null
cp a.pdf b.pdf

# tells what a file still asks for.
tells() {
	qpdf --qdf --object-streams=disable "$2" plain.pdf 2>/dev/null || [ $? = 3 ] # pdfunite counts its objects wrongly
	printf '%s: %s, %s\n' "$1" \
		"$(grep -aq '/PrintScaling /None' plain.pdf && echo 'true size' || echo 'size lost')" \
		"$(grep -aq '/Lang' plain.pdf && echo 'language' || echo 'language lost')"
}
pdfunite a.pdf b.pdf unite.pdf
mutool merge -o merge.pdf a.pdf b.pdf 2>/dev/null
qpdf --empty --pages a.pdf b.pdf -- empty.pdf
qpdf a.pdf --pages a.pdf b.pdf -- first.pdf
gs -q -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -sOutputFile=gs.pdf a.pdf b.pdf
HOME=$work ./pdfcpu merge cpu.pdf a.pdf b.pdf >/dev/null 2>&1
cat >join.js <<'JS'
import fs from 'node:fs'
import { PDFDocument } from 'pdf-lib'
const out = await PDFDocument.create()
for (const name of ['a.pdf', 'b.pdf']) {
  const from = await PDFDocument.load(fs.readFileSync(name))
  for (const page of await out.copyPages(from, [0])) out.addPage(page)
}
fs.writeFileSync('lib.pdf', await out.save())
JS
node join.js
mutool clean a.pdf clean.pdf 2>/dev/null
pdfseparate a.pdf one-%d.pdf

seen=$(
	tells 'before' a.pdf
	tells 'pdfunite' unite.pdf
	tells 'mutool merge' merge.pdf
	tells 'qpdf --empty --pages' empty.pdf
	tells 'gs pdfwrite' gs.pdf
	tells 'pdf-lib copyPages' lib.pdf
	tells 'qpdf FIRST --pages' first.pdf
	tells 'pdfcpu merge' cpu.pdf
	tells 'mutool clean, one file' clean.pdf
	tells 'pdfseparate, one file' one-1.pdf
)
recorded='before: true size, language
pdfunite: size lost, language lost
mutool merge: size lost, language lost
qpdf --empty --pages: size lost, language lost
gs pdfwrite: size lost, language lost
pdf-lib copyPages: size lost, language lost
qpdf FIRST --pages: true size, language
pdfcpu merge: true size, language
mutool clean, one file: true size, language
pdfseparate, one file: true size, language'
echo "versions:  $here, pdf-lib 1.17.1, pdfcpu v0.11.1"
echo 'expected:  true size, language each time'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }
