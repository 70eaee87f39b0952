package paper

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// creator names the program in a PDF's properties. No person's name goes there.
const creator = "CeKR okence"

// about is what a PDF says of itself.
type about struct {
	title string
	lang  string // "sl" or "en"
	at    time.Time
}

// writePDF makes a PDF of the pages. The same pages and about give the same bytes. All fonts are embedded,
// and a viewer is told not to scale the page when it prints it.
func writePDF(of about, pages ...*page) ([]byte, error) {
	first := pages[0]
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: first.width, Ht: first.height}})
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetCreationDate(of.at)
	f.SetModificationDate(of.at)
	f.SetTitle(of.title, true)
	f.SetCreator(creator, true)
	if err := embedFonts(f, pages); err != nil {
		return nil, err
	}
	shared := templates{}
	for _, p := range pages {
		f.AddPageFormat("P", gofpdf.SizeType{Wd: p.width, Ht: p.height})
		shared.lay(f, p, len(pages) > 1)
		draw(f, p, p.marks)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return amend(out.Bytes(), of.lang)
}

func draw(f *gofpdf.Fpdf, p *page, marks []mark) {
	quill := quill{pdf: f, page: p}
	for _, m := range marks {
		quill.draw(m)
	}
}

// templates are the bases that a document has written already.
type templates map[*base]gofpdf.Template

// lay draws a page's base: as a template that other pages use too, or straight onto the only page.
func (t templates) lay(f *gofpdf.Fpdf, p *page, many bool) {
	switch {
	case p.base == nil:
	case many:
		if t[p.base] == nil {
			t[p.base] = f.CreateTemplateCustom(gofpdf.PointType{}, gofpdf.SizeType{Wd: p.width, Ht: p.height}, func(tpl *gofpdf.Tpl) {
				draw(&tpl.Fpdf, p, p.base.marks)
			})
		}
		f.UseTemplate(t[p.base])
	default:
		draw(f, p, p.base.marks)
	}
}

func embedFonts(f *gofpdf.Fpdf, pages []*page) error {
	used, has := usedCodes(pages)
	for face := range faces {
		if !has[face] {
			continue
		}
		e, err := face.embed(&used[face])
		if err != nil {
			return err
		}
		f.AddFontFromBytes(faceFiles[face], "", e.definition, e.file)
	}
	return f.Error()
}

// amend adds to gofpdf's catalogue what it has no call for: that viewers print at true size, and the
// language. The catalogue is the last object, so all that moves is the table after it, whose place is
// the number under startxref. Print scaling is of PDF 1.6, and the header says so.
func amend(raw []byte, lang string) ([]byte, error) {
	const header, newHeader = "%PDF-1.3", "%PDF-1.6"
	catalogue, start := []byte("/Type /Catalog\n"), []byte("\nstartxref\n")
	at, tail := bytes.LastIndex(raw, catalogue), bytes.LastIndex(raw, start)
	if !bytes.HasPrefix(raw, []byte(header)) || at < 0 || tail < at {
		return nil, fmt.Errorf("paper: a PDF without its catalogue")
	}
	number := raw[tail+len(start):]
	number = number[:max(bytes.IndexByte(number, '\n'), 0)]
	xref, err := strconv.Atoi(string(number))
	if err != nil || !bytes.HasPrefix(raw[min(xref, len(raw)):], []byte("xref\n")) {
		return nil, fmt.Errorf("paper: a PDF without its table of objects")
	}
	extra := fmt.Sprintf("/Lang (%s)\n/ViewerPreferences <</PrintScaling /None /DisplayDocTitle true>>\n", lang)
	at += len(catalogue)
	out := make([]byte, 0, len(raw)+len(extra)+8)
	out = append(out, newHeader...)
	out = append(out, raw[len(header):at]...)
	out = append(out, extra...)
	out = append(out, raw[at:tail+len(start)]...)
	out = strconv.AppendInt(out, int64(xref+len(extra)), 10)
	return append(out, raw[tail+len(start)+len(number):]...), nil
}
