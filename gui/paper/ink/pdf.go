package ink

import (
	"bytes"
	"fmt"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// creator names the program in a PDF's properties. No person's name goes there.
const creator = "CeKR okence"

// About is what a PDF says of itself.
type About struct {
	Title string
	Lang  string // of the document, "sl" or "en"
	At    time.Time
}

// PDF makes a PDF of the pages, of which there is at least one. The same pages and about give the same bytes. All fonts are
// embedded, and a viewer is told not to scale the page when it prints it. An error is a fault of this room or of the library
// below it, never of what is on the pages.
func PDF(of About, pages ...*Page) ([]byte, error) {
	first := pages[0]
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: first.Width, Ht: first.Height}})
	f.SetCatalogSort(true)
	f.SetCompression(false) // finish packs, and better
	f.SetAutoPageBreak(false, 0)
	f.SetCreationDate(of.At)
	f.SetModificationDate(of.At)
	f.SetTitle(of.Title, true)
	f.SetCreator(creator, true)
	if err := embedFonts(f, pages); err != nil {
		return nil, err
	}
	shared, buf := templates{}, &bytes.Buffer{}
	for _, p := range pages {
		f.AddPageFormat("P", gofpdf.SizeType{Wd: p.Width, Ht: p.Height})
		shared.lay(f, buf, p, len(pages) > 1)
		write(f, buf, p, p.Marks)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return finish(out.Bytes(), of.Lang)
}

// write puts marks on the current page, by way of a buffer that is empty before and after.
func write(f *gofpdf.Fpdf, buf *bytes.Buffer, p *Page, marks []Mark) {
	c := content{pdf: f, page: p, buf: buf}
	for _, m := range marks {
		c.draw(m)
	}
}

// templates are what calls the bases that a document has written already. The library would reckon a template's name anew, from all that is
// in it, on every page.
type templates map[*Base]string

// lay draws a page's base: as a template that other pages use too, or straight onto the only page.
func (t templates) lay(f *gofpdf.Fpdf, buf *bytes.Buffer, p *Page, many bool) {
	switch {
	case p.Base == nil:
	case many && t[p.Base] != "":
		f.RawWriteStr(t[p.Base])
	case many:
		made := f.CreateTemplateCustom(gofpdf.PointType{}, gofpdf.SizeType{Wd: p.Width, Ht: p.Height}, func(tpl *gofpdf.Tpl) {
			write(&tpl.Fpdf, buf, p, p.Base.Marks)
		})
		f.UseTemplate(made)
		t[p.Base] = fmt.Sprintf("/TPL%s Do", made.ID())
	default:
		write(f, buf, p, p.Base.Marks)
	}
}

func embedFonts(f *gofpdf.Fpdf, pages []*Page) error {
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

// usedCodes collects, face by face, what text is on the pages.
func usedCodes(pages []*Page) (used [faces][256]bool, has [faces]bool) {
	collect := func(marks []Mark) {
		for _, m := range marks {
			if t, ok := m.(Text); ok {
				has[t.Face] = true
				for _, code := range t.Codes {
					used[t.Face][code] = true
				}
			}
		}
	}
	seen := map[*Base]bool{nil: true}
	for _, p := range pages {
		if !seen[p.Base] {
			seen[p.Base] = true
			collect(p.Base.Marks)
		}
		collect(p.Marks)
	}
	return used, has
}
