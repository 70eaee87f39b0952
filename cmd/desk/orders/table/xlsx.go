package table

import (
	"archive/zip"
	"bytes"
	"context"
	"regexp"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// openXLSX reads a spreadsheet of Excel. Values are taken as they are stored, and beside them how they are shown: excelize's own texts are
// American whatever the file's language.
func openXLSX(ctx context.Context, data []byte, archive *zip.Reader, knows Knows) (t *Table, err error) {
	defer recoverDamaged(&err)
	if err := bounded(archive); err != nil {
		return nil, err
	}
	// The limits are above what bounded lets through: else parts would be unpacked into temporary files.
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		return nil, &Error{Code: Damaged, Err: err}
	}
	defer file.Close()
	var all []sheet
	for _, name := range file.GetSheetList() {
		s := sheet{name: name}
		visible, err := file.GetSheetVisible(name)
		if err != nil {
			return nil, &Error{Code: Damaged, Err: err}
		}
		s.hidden = !visible
		if s.head, err = peek(ctx, file, name); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, &Error{Code: Damaged}
	}
	chosen, about, err := chooseSheet(all, knows)
	if err != nil {
		return nil, err
	}
	about.Format = XLSX
	t = &Table{about: about}
	if chosen >= 0 {
		t.rows, err = newWorksheet(file, all[chosen].name).read(ctx)
	}
	return t, err
}

var (
	sheetPart  = regexp.MustCompile(`(?i)\.xml$`) // a sheet may lie anywhere
	mergedArea = regexp.MustCompile(`mergeCell [^>]*ref=["'][A-Z]+[0-9]+:([A-Z]+)([0-9]+)["']`)
)

// bounded looks, before the library reads it, that no sheet holds more than a list can: the library keeps a sheet as a tree, and lays a grid
// over its merged cells.
func bounded(archive *zip.Reader) error {
	for _, f := range archive.File {
		if !sheetPart.MatchString(f.Name) {
			continue
		}
		data, err := unpack(f)
		if err != nil {
			return err
		}
		if bytes.Count(data, []byte("<")) > maxMarks {
			return &Error{Code: TooBig}
		}
		columns, rows := 0, 0
		areas := mergedArea.FindAllSubmatch(data, -1)
		for _, m := range areas {
			column, err := excelize.ColumnNameToNumber(string(m[1]))
			row, failed := strconv.Atoi(string(m[2]))
			if err != nil || failed != nil {
				return &Error{Code: Damaged}
			}
			columns, rows = max(columns, column), max(rows, row)
		}
		if len(areas) > 1000 || columns*rows > maxCells {
			return &Error{Code: TooBig}
		}
	}
	return nil
}

// peek is the first rows of a sheet, their texts alone; a page that is a chart has none.
func peek(ctx context.Context, file *excelize.File, name string) ([]Row, error) {
	rows, err := file.Rows(name)
	if err != nil {
		return nil, nil
	}
	defer rows.Close()
	var head []Row
	for line := 1; len(head) < Peek && rows.Next(); line++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		texts, err := rows.Columns()
		if err != nil {
			return nil, &Error{Code: Damaged, Err: err}
		}
		row := Row{Line: line}
		for _, text := range texts {
			row.Cells = append(row.Cells, Cell{Text: text})
		}
		if !row.Empty() {
			head = append(head, row)
		}
	}
	return head, nil
}
