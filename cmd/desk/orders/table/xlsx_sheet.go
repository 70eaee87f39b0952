package table

import (
	"context"
	"errors"

	"github.com/xuri/excelize/v2"
)

// worksheet is a sheet on its way.
type worksheet struct {
	file   *excelize.File
	name   string
	hidden map[int]bool // columns, as far as they were asked for
	styles map[int]Shown
	merged []area
	cells  int
}

// area is a rectangle of merged cells.
type area struct{ left, top, right, bottom int }

func newWorksheet(file *excelize.File, name string) *worksheet {
	return &worksheet{file: file, name: name, hidden: map[int]bool{}, styles: map[int]Shown{}}
}

// read reads the sheet. The stream of rows is begun before anything is asked of single cells: after that the library would write the whole
// sheet anew for it.
func (w *worksheet) read(ctx context.Context) ([]Row, error) {
	stream, err := w.file.Rows(w.name)
	if err != nil {
		return nil, &Error{Code: Damaged, Err: err}
	}
	defer stream.Close()
	if err := w.findMerged(); err != nil {
		return nil, err
	}
	var rows []Row
	for line := 1; stream.Next(); line++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		texts, err := stream.Columns()
		if err != nil {
			return nil, &Error{Code: Damaged, Err: err}
		}
		row := Row{Line: line, Hidden: stream.GetRowOpts().Hidden}
		if row.Cells, err = w.row(line, texts); err != nil {
			return nil, err
		}
		if w.cells += len(texts); w.cells > maxCells {
			return nil, &Error{Code: TooBig}
		}
		if !row.Empty() {
			rows = append(rows, row)
		}
	}
	if err := stream.Error(); err != nil {
		return nil, &Error{Code: Damaged, Err: err}
	}
	return rows, nil
}

func (w *worksheet) findMerged() error {
	merged, err := w.file.GetMergeCells(w.name, true)
	if err != nil {
		return &Error{Code: Damaged, Err: err}
	}
	for _, m := range merged {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, failed := excelize.CellNameToCoordinates(m.GetEndAxis())
		if errors.Join(err, failed) != nil {
			return &Error{Code: Damaged}
		}
		w.merged = append(w.merged, area{left, top, right, bottom})
	}
	return nil
}

// row makes the cells of a row. Cells that others are merged with count up to where the area ends.
func (w *worksheet) row(line int, texts []string) (cells []Cell, err error) {
	merged := map[int]bool{}
	for _, a := range w.merged {
		for column := a.left; a.top <= line && line <= a.bottom && column <= a.right; column++ {
			merged[column] = true
		}
	}
	for i, text := range texts {
		cell, err := w.cell(Name(i+1, line), text)
		if err != nil {
			return nil, err
		}
		cells = append(cells, cell)
	}
	for column := range merged {
		for len(cells) < column {
			cells = append(cells, Cell{})
		}
		cells[column-1].Merged = true
	}
	for i := range cells {
		cells[i].Hidden = w.isHidden(i + 1)
	}
	return cells, nil
}

func (w *worksheet) isHidden(column int) bool {
	hidden, known := w.hidden[column]
	if !known {
		visible, err := w.file.GetColVisible(w.name, Letters(column))
		hidden = err == nil && !visible
		w.hidden[column] = hidden
	}
	return hidden
}

// cell is a cell of a text. A formula of no text may be one that nothing has reckoned: the library tells no difference from one that gave
// nothing.
func (w *worksheet) cell(name, text string) (Cell, error) {
	if text == "" {
		formula, err := w.file.GetCellFormula(w.name, name)
		if err == nil && formula == "" {
			return Cell{}, nil
		}
		return Cell{Kind: NoValue}, nil
	}
	kind, err := w.file.GetCellType(w.name, name)
	if err != nil {
		return Cell{}, &Error{Code: Damaged, Err: err}
	}
	cell := Cell{Text: text}
	switch kind {
	case excelize.CellTypeBool:
		cell.Kind = Logical
	case excelize.CellTypeError:
		cell.Kind = Broken
	case excelize.CellTypeDate:
		cell.Kind = Date
	case excelize.CellTypeUnset, excelize.CellTypeNumber:
		if !number.MatchString(text) {
			break
		}
		cell.Kind = Number
		if cell.Shown, err = w.shown(name); err != nil {
			return Cell{}, err
		}
		if cell.Shown.Sort == Dated {
			cell.Kind = Date
		}
	}
	return cell, nil
}

// shown is how the cell's number is shown.
func (w *worksheet) shown(name string) (Shown, error) {
	id, err := w.file.GetCellStyle(w.name, name)
	if err != nil {
		return Shown{}, &Error{Code: Damaged, Err: err}
	}
	shown, known := w.styles[id]
	if !known {
		style, err := w.file.GetStyle(id)
		switch {
		case err != nil:
			shown = Shown{Sort: Other}
		case style.CustomNumFmt != nil:
			shown = customFormat(*style.CustomNumFmt)
		default:
			shown = builtinFormat(style.NumFmt)
		}
		w.styles[id] = shown
	}
	return shown, nil
}
