package table

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// openODS reads a spreadsheet of LibreOffice.
func openODS(ctx context.Context, archive *zip.Reader, knows Knows) (*Table, error) {
	kind, err := unpack(part(archive, "mimetype"))
	if err != nil {
		return nil, err
	}
	if manifest := part(archive, "META-INF/manifest.xml"); manifest != nil {
		said, err := unpack(manifest)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(said, []byte("encryption-data")) {
			return nil, &Error{Code: Locked}
		}
	}
	content := part(archive, "content.xml")
	if !strings.HasPrefix(string(kind), "application/vnd.oasis.opendocument.spreadsheet") {
		return nil, &Error{Code: Foreign}
	}
	if content == nil {
		return nil, &Error{Code: Damaged}
	}
	data, err := unpack(content)
	if err != nil {
		return nil, err
	}
	if bytes.Count(data, []byte("<")) > maxMarks {
		return nil, &Error{Code: TooBig}
	}
	o := &document{decoder: xml.NewDecoder(bytes.NewReader(data)), hiddenStyles: map[string]bool{}}
	if err := o.read(ctx); err != nil {
		return nil, err
	}
	all := make([]sheet, len(o.sheets))
	for i, s := range o.sheets {
		all[i] = s.sheet
		all[i].head = s.rows[:min(len(s.rows), Peek)]
	}
	chosen, about, err := chooseSheet(all, knows)
	if err != nil {
		return nil, err
	}
	about.Format = ODS
	t := &Table{about: about}
	if chosen >= 0 {
		t.rows = o.sheets[chosen].rows
	}
	return t, nil
}

// filled is a sheet with all its rows.
type filled struct {
	sheet
	rows []Row
}

// document is a content.xml on its way. Of its elements only the local names are looked at: no two of different kinds share one here.
type document struct {
	decoder      *xml.Decoder
	hiddenStyles map[string]bool // styles of sheets that aren't shown
	style        string          // the one that is being read
	sheets       []filled
	line         int    // of the present row
	columns      []bool // of the present sheet: which are hidden, as far as they are said
	cells        int
}

// read reads the document to its end.
func (o *document) read(ctx context.Context) error {
	for {
		token, err := o.decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return &Error{Code: Damaged, Err: err}
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := o.element(ctx, start); err != nil {
				return err
			}
		}
	}
}

func (o *document) element(ctx context.Context, start xml.StartElement) error {
	switch start.Name.Local {
	case "style":
		o.style = attribute(start, "name")
	case "table-properties":
		if attribute(start, "display") == "false" {
			o.hiddenStyles[o.style] = true
		}
	case "table":
		o.line, o.columns = 0, nil
		o.sheets = append(o.sheets, filled{sheet: sheet{name: attribute(start, "name"), hidden: o.hiddenStyles[attribute(start, "style-name")]}})
	case "table-column":
		hidden := isHidden(start)
		for range min(repeated(start, "number-columns-repeated"), maxColumns-len(o.columns)) {
			o.columns = append(o.columns, hidden)
		}
	case "table-row":
		if len(o.sheets) == 0 {
			return &Error{Code: Damaged}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return o.row(start)
	case "shapes", "tracked-changes", "forms": // not in cells
		return o.skip()
	}
	return nil
}

// maxColumns is how many columns a sheet has.
const maxColumns = 16384

func isHidden(start xml.StartElement) bool {
	seen := attribute(start, "visibility")
	return seen == "collapse" || seen == "filter"
}

// repeated is how often an element stands for itself.
func repeated(start xml.StartElement, name string) int {
	if n, err := strconv.Atoi(attribute(start, name)); err == nil && n > 0 {
		return n
	}
	return 1
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (o *document) skip() error {
	if err := o.decoder.Skip(); err != nil {
		return &Error{Code: Damaged, Err: err}
	}
	return nil
}

// row reads a row up to its end. What is empty isn't kept, however often it is repeated: sheets end in a million empty rows.
func (o *document) row(start xml.StartElement) error {
	row := Row{Hidden: isHidden(start)}
	times, blank := repeated(start, "number-rows-repeated"), 0
	for {
		token, err := o.decoder.Token()
		if err != nil {
			return &Error{Code: Damaged, Err: err}
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local != "table-row" {
				continue
			}
			return o.add(row, times)
		case xml.StartElement:
			if t.Name.Local != "table-cell" && t.Name.Local != "covered-table-cell" {
				continue
			}
			cell, err := o.cell(t)
			if err != nil {
				return err
			}
			n := repeated(t, "number-columns-repeated")
			if cell.Empty() && !cell.Merged {
				blank += n
				continue
			}
			if len(row.Cells)+blank+n > maxColumns {
				return &Error{Code: TooBig}
			}
			row.Cells = append(row.Cells, make([]Cell, blank)...)
			blank = 0
			for range n {
				row.Cells = append(row.Cells, cell)
			}
		}
	}
}

func (o *document) add(row Row, times int) error {
	s := &o.sheets[len(o.sheets)-1]
	first := o.line + 1
	o.line += times
	if row.Empty() {
		return nil
	}
	for i := range row.Cells {
		row.Cells[i].Hidden = i < len(o.columns) && o.columns[i]
	}
	if o.cells += max(len(row.Cells), 1) * times; times > maxCells || o.cells > maxCells {
		return &Error{Code: TooBig}
	}
	for i := range times {
		row.Line = first + i
		s.rows = append(s.rows, row)
	}
	return nil
}
