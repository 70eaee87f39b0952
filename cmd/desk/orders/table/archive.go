package table

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
)

// What an archive may unpack to: a hundred thousand rows are some 30 MiB.
const (
	maxUnpacked = 128 << 20 // bytes of all parts together
	maxParts    = 4096
	maxMarks    = 4 << 20 // opening brackets in a sheet's XML: twice as many as its elements
	maxCells    = 2 << 20
)

// openArchive reads a spreadsheet by what lies in its archive, whatever its name.
func openArchive(ctx context.Context, data []byte, knows Knows) (*Table, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &Error{Code: Damaged, Err: err}
	}
	var unpacked uint64
	for _, f := range archive.File {
		unpacked += f.UncompressedSize64
	}
	if len(archive.File) > maxParts || unpacked > maxUnpacked {
		return nil, &Error{Code: TooBig}
	}
	switch {
	case part(archive, "xl/workbook.bin") != nil:
		return nil, &Error{Code: Binary}
	case part(archive, "xl/workbook.xml") != nil, part(archive, "[Content_Types].xml") != nil && hasSheets(archive):
		return openXLSX(ctx, data, archive, knows)
	case part(archive, "mimetype") != nil:
		return openODS(ctx, archive, knows)
	}
	return nil, &Error{Code: Foreign}
}

func part(archive *zip.Reader, name string) *zip.File {
	for _, f := range archive.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

func hasSheets(archive *zip.Reader) bool {
	for _, f := range archive.File {
		if strings.HasPrefix(strings.ToLower(f.Name), "xl/worksheets/") {
			return true
		}
	}
	return false
}

// unpack reads a part whole; a part that says less than it holds is cut off by the archive's own reader.
func unpack(f *zip.File) ([]byte, error) {
	from, err := f.Open()
	if err != nil {
		return nil, &Error{Code: Damaged, Err: err}
	}
	defer from.Close()
	data, err := io.ReadAll(io.LimitReader(from, maxUnpacked+1))
	switch {
	case err != nil:
		return nil, &Error{Code: Damaged, Err: err}
	case len(data) > maxUnpacked:
		return nil, &Error{Code: TooBig}
	}
	return data, nil
}

// sheet is one sheet with something in it.
type sheet struct {
	name   string
	hidden bool
	head   []Row // its first rows
}

// chooseSheet is the sheet that is the list: the only one that names its columns, or else the only one there is. Hidden ones are none.
func chooseSheet(all []sheet, knows Knows) (chosen int, about About, err error) {
	chosen = -1
	var seen, named []int
	for i, s := range all {
		if s.hidden || len(s.head) == 0 {
			continue
		}
		seen = append(seen, i)
		for _, row := range s.head {
			if knows(row.Cells) > 0 {
				named = append(named, i)
				break
			}
		}
	}
	switch {
	case len(named) == 1:
		chosen = named[0]
	case len(named) > 1:
		return 0, about, &Error{Code: Sheets, Count: len(named)}
	case len(seen) == 1:
		chosen = seen[0]
	case len(seen) > 1:
		return 0, about, &Error{Code: Sheets, Count: len(seen)}
	}
	for i, s := range all {
		if i == chosen {
			about.Sheet = s.name
		} else if len(s.head) > 0 {
			about.Others = append(about.Others, s.name)
		}
	}
	return chosen, about, nil
}

// recoverDamaged turns a panic of a library over a broken file into an error.
func recoverDamaged(err *error) {
	if panicked := recover(); panicked != nil {
		*err = &Error{Code: Damaged, Err: errors.New("the file broke its reader")}
	}
}
