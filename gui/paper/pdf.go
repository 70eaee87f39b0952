package paper

import (
	"bytes"
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
	f.SetCompression(false) // finish packs, and better
	f.SetAutoPageBreak(false, 0)
	f.SetCreationDate(of.at)
	f.SetModificationDate(of.at)
	f.SetTitle(of.title, true)
	f.SetCreator(creator, true)
	if err := embedFonts(f, pages); err != nil {
		return nil, err
	}
	shared, buf := templates{}, &bytes.Buffer{}
	for _, p := range pages {
		f.AddPageFormat("P", gofpdf.SizeType{Wd: p.width, Ht: p.height})
		shared.lay(f, buf, p, len(pages) > 1)
		draw(f, buf, p, p.marks)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return finish(out.Bytes(), of.lang)
}

// draw writes marks on the current page, by way of a buffer that is empty before and after.
func draw(f *gofpdf.Fpdf, buf *bytes.Buffer, p *page, marks []mark) {
	quill := quill{pdf: f, page: p, buf: buf}
	for _, m := range marks {
		quill.draw(m)
	}
}

// templates are the bases that a document has written already.
type templates map[*base]gofpdf.Template

// lay draws a page's base: as a template that other pages use too, or straight onto the only page.
func (t templates) lay(f *gofpdf.Fpdf, buf *bytes.Buffer, p *page, many bool) {
	switch {
	case p.base == nil:
	case many:
		if t[p.base] == nil {
			t[p.base] = f.CreateTemplateCustom(gofpdf.PointType{}, gofpdf.SizeType{Wd: p.width, Ht: p.height}, func(tpl *gofpdf.Tpl) {
				draw(&tpl.Fpdf, buf, p, p.base.marks)
			})
		}
		f.UseTemplate(t[p.base])
	default:
		draw(f, buf, p, p.base.marks)
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
