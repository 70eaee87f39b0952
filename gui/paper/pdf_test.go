package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cekr.kranj.si/desk/gui/paper/ink"
)

// readPDF takes a finished PDF apart by its own table of objects, trusting nothing but the standard. It gives each
// object's text with streams cut off, and the streams inflated.
func readPDF(t testing.TB, raw []byte) (objects map[int]string, streams map[int][]byte, trailer string) {
	t.Helper()
	end := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(raw)
	if end == nil {
		t.Fatal("the PDF does not end as one")
	}
	xref, _ := strconv.Atoi(string(end[1]))
	table := string(raw[xref:])
	head := regexp.MustCompile(`^xref\n0 (\d+)\n0000000000 65535 f \n`).FindStringSubmatch(table)
	if head == nil {
		t.Fatalf("startxref points at %.20q", table)
	}
	count, _ := strconv.Atoi(head[1])
	objects, streams = map[int]string{}, map[int][]byte{}
	for n := 1; n < count; n++ {
		var offset int
		line := table[len(head[0])+20*(n-1):][:20]
		if _, err := fmt.Sscanf(line, "%010d 00000 n \n", &offset); err != nil {
			t.Fatalf("entry %q: %v", line, err)
		}
		begin := fmt.Sprintf("%d 0 obj\n", n)
		if !bytes.HasPrefix(raw[offset:], []byte(begin)) {
			t.Fatalf("object %d is not at its place", n)
		}
		body := raw[offset+len(begin):]
		body = body[:bytes.Index(body, []byte("endobj"))]
		if at := bytes.Index(body, []byte("stream\n")); at >= 0 {
			streams[n] = inflate(t, body[:at], body[at+len("stream\n"):])
			body = body[:at]
		}
		objects[n] = string(body)
	}
	return objects, streams, table[strings.Index(table, "trailer"):]
}

func inflate(t testing.TB, dictionary, data []byte) []byte {
	t.Helper()
	length, _ := strconv.Atoi(string(regexp.MustCompile(`/Length (\d+)`).FindSubmatch(dictionary)[1]))
	if !bytes.HasPrefix(data[length:], []byte("\nendstream")) {
		t.Fatal("a stream is not as long as it says")
	}
	if !bytes.Contains(dictionary, []byte("/FlateDecode")) {
		return data[:length]
	}
	r, err := zlib.NewReader(bytes.NewReader(data[:length]))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sizeOf is the size of a PDF's first page in millimetres.
func sizeOf(t testing.TB, pdf []byte) (w, h float64) {
	t.Helper()
	objects, _, _ := readPDF(t, pdf)
	for n := 1; n <= len(objects); n++ {
		if m := regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`).FindStringSubmatch(objects[n]); m != nil {
			w, _ = strconv.ParseFloat(m[1], 64)
			h, _ = strconv.ParseFloat(m[2], 64)
			return w * ink.Point, h * ink.Point
		}
	}
	t.Fatal("no page")
	return
}

// everyPaper is one of each kind that goes to a printer.
func everyPaper(t testing.TB) map[string][]byte {
	t.Helper()
	papers := map[string][]byte{}
	for _, format := range Formats() {
		papers["receipt on "+string(format)] = mustPDF(t, sampleReceipt(), format)
	}
	for _, layout := range Layouts() {
		o := sampleOrder()
		o.Layout, o.Unverified, o.Training = layout, true, true
		papers["order on "+string(layout)] = mustOrder(t, o)
		many, err := OrdersPDF(ordersOf(3, layout))
		if err != nil {
			t.Fatal(err)
		}
		papers["orders on "+string(layout)] = many
	}
	calibration, err := Calibration{Layout: OnBlank, At: sampleOrder().At, Lang: "sl"}.PDF()
	if err != nil {
		t.Fatal(err)
	}
	papers["calibration"] = calibration
	return papers
}

func TestAPrinterIsToldNotToScale(t *testing.T) {
	for name, pdf := range everyPaper(t) {
		objects, _, trailer := readPDF(t, pdf)
		root, _ := strconv.Atoi(regexp.MustCompile(`/Root (\d+) 0 R`).FindStringSubmatch(trailer)[1])
		catalogue := objects[root]
		if !strings.Contains(catalogue, "/Type /Catalog") || strings.Count(catalogue, "/PrintScaling /None") != 1 {
			t.Errorf("%s: the catalogue is %q", name, catalogue)
		}
		if !strings.Contains(catalogue, "/Lang (sl)") {
			t.Errorf("%s: the catalogue names no language: %q", name, catalogue)
		}
		if !bytes.HasPrefix(pdf, []byte("%PDF-1.6\n")) {
			t.Errorf("%s: print scaling in a %.8q", name, pdf)
		}
	}
}

// Fonts and templates have short names in every object that speaks of them, and nothing else loses a letter.
func TestNamesAreShortAndTextIsNot(t *testing.T) {
	long := regexp.MustCompile(`/(F|TPL)[0-9a-f]{40}`)
	for name, pdf := range everyPaper(t) {
		objects, streams, _ := readPDF(t, pdf)
		for n, o := range objects {
			if long.MatchString(o) || !strings.Contains(o, "/FontFile2") && long.Match(streams[n]) {
				t.Errorf("%s: a long name in object %d: %.100q", name, n, o)
			}
		}
	}
	r := sampleReceipt()
	r.Office = "/F0123456789abcdef0123456789abcdef01234567 /TPL0123456789abcdef0123456789abcdef01234567 / /F"
	got := strings.Join(strings.Fields(textOf(t, mustPDF(t, r, A6))), "")
	if want := strings.ReplaceAll(r.Office, " ", ""); !strings.Contains(got, want) {
		t.Errorf("%q is not in %s", want, got)
	}
}

func TestPropertiesOfAPaperNameNoPerson(t *testing.T) {
	r := sampleReceipt()
	r.Staff, r.Office = "Kanarček", "Poslovalnica Kanarček"
	objects, _, _ := readPDF(t, mustPDF(t, r, A6))
	var all strings.Builder
	for _, o := range objects {
		all.WriteString(o)
	}
	for _, personal := range []string{"Kanar", "K\x00a\x00n", "\x00K\x00a\x00n", r.MokID, r.PANLast4} {
		if strings.Contains(all.String(), personal) {
			t.Errorf("%q stands outside the page", personal)
		}
	}
	for _, wanted := range []string{"/Creator", "/Title", "/CreationDate (D:20251122140509)", "/ModDate (D:20251122140509)"} {
		if !strings.Contains(all.String(), wanted) {
			t.Errorf("no %s among the properties", wanted)
		}
	}
	if strings.Contains(all.String(), "/Author") || strings.Contains(all.String(), "/JavaScript") {
		t.Error("a paper has an author or a script")
	}
}

func TestAllFontsAreEmbeddedAndCut(t *testing.T) {
	for name, pdf := range everyPaper(t) {
		lines := strings.Split(strings.TrimSpace(run(t, pdf, "pdffonts", "%s")), "\n")
		if len(lines) < 4 {
			t.Fatalf("%s: fonts: %q", name, lines)
		}
		for _, line := range lines[2:] {
			if !regexp.MustCompile(`^[A-Z]{6}\+Okence\S+ +TrueType +Custom +yes yes `).MatchString(line) {
				t.Errorf("%s: not embedded: %q", name, line)
			}
		}
	}
}

// poppler tells of what it does not understand and goes on; a bank's reader may not.
func TestPopplerHasNothingToSay(t *testing.T) {
	for name, pdf := range everyPaper(t) {
		if said := run(t, pdf, "pdftoppm", "-r", "20", "-png", "%s", filepath.Join(t.TempDir(), "page")); said != "" {
			t.Errorf("%s: %s", name, said)
		}
	}
}

func TestGhostscriptHasNothingToSay(t *testing.T) {
	for name, pdf := range everyPaper(t) {
		if said := run(t, pdf, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", "%s"); said != "" {
			t.Errorf("%s: %s", name, said)
		}
	}
}

func TestTextMayHoldWhatPDFUsesAsSigns(t *testing.T) {
	r := sampleReceipt()
	r.Office = `NLB (Kranj) \ ((pritličje) <</Type>> endobj`
	got := textOf(t, mustPDF(t, r, A6))
	if !strings.Contains(got, `NLB (Kranj) \ ((pritličje) <</Type>> endobj`) {
		t.Errorf("the page says\n%s", got)
	}
}
