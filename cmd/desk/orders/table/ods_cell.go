package table

import (
	"encoding/xml"
	"strings"
	"unicode"
)

// cell reads a cell up to its end.
func (o *document) cell(start xml.StartElement) (Cell, error) {
	shown, err := o.text(start.Name.Local)
	if err != nil {
		return Cell{}, err
	}
	cell := Cell{Text: shown}
	cell.Merged = start.Name.Local == "covered-table-cell" ||
		repeated(start, "number-columns-spanned") > 1 || repeated(start, "number-rows-spanned") > 1
	value := attribute(start, "value")
	switch kind := attribute(start, "value-type"); kind {
	case "float", "currency", "percentage":
		cell.Kind, cell.Text = Number, value
		cell.Shown = asShown(shown)
		if currency := attribute(start, "currency"); kind == "percentage" {
			cell.Shown.Sort = Percent
		} else if kind == "currency" && currency != "" && currency != "EUR" {
			cell.Shown.Sort = Other
		}
		if value == "" {
			cell.Kind = NoValue
		}
	case "date", "time":
		cell.Kind = Date
	case "boolean":
		cell.Kind = Logical
	case "string":
		if said := attribute(start, "string-value"); shown == "" && said != "" {
			cell.Text = said
		}
	case "":
		if attribute(start, "formula") != "" && shown == "" {
			cell.Kind = NoValue
		}
	}
	if isBroken(start, shown) {
		cell.Kind = Broken
	}
	return cell, nil
}

// isBroken tells an error's value: LibreOffice marks it by an attribute of its own, and stores it as text or as the number 0.
func isBroken(start xml.StartElement, shown string) bool {
	for _, a := range start.Attr {
		if a.Name.Local == "value-type" && a.Value == "error" {
			return true
		}
	}
	return attribute(start, "formula") != "" && (strings.HasPrefix(shown, "#") || strings.HasPrefix(shown, "Err:"))
}

// text is what a cell shows, its lines parted by line feeds; notes and drawings on it are no part of it.
func (o *document) text(ends string) (string, error) {
	var said strings.Builder
	paragraphs, within := 0, 0
	for {
		token, err := o.decoder.Token()
		if err != nil {
			return "", &Error{Code: Damaged, Err: err}
		}
		switch t := token.(type) {
		case xml.EndElement:
			switch t.Name.Local {
			case ends:
				return said.String(), nil
			case "p":
				within--
			}
		case xml.CharData:
			if within > 0 {
				said.Write(t)
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "p":
				if within++; paragraphs > 0 {
					said.WriteByte('\n')
				}
				paragraphs++
			case "s":
				said.WriteString(strings.Repeat(" ", min(repeated(t, "c"), 1000)))
			case "tab":
				said.WriteByte('\t')
			case "line-break":
				said.WriteByte('\n')
			case "annotation", "frame", "custom-shape", "shape", "g", "line", "rect", "control", "detective":
				if err := o.skip(); err != nil {
					return "", err
				}
			}
		}
	}
}

// asShown reads a number's format off what is shown of it.
func asShown(shown string) Shown {
	bare := strings.TrimSpace(shown)
	format := generalFormat
	for _, name := range []string{"€", "EUR", "evrov", "evro"} {
		if rest := strings.TrimSuffix(strings.TrimPrefix(bare, name), name); rest != bare {
			format.Sort, bare = Euro, strings.TrimSpace(rest)
			break
		}
	}
	bare = strings.TrimLeft(bare, "-−")
	switch {
	case bare == "":
		return format
	case strings.Contains(bare, "%"):
		return Shown{Sort: Percent}
	case strings.ContainsAny(bare, "eE") && strings.Trim(bare, "0123456789eE+-,.") == "":
		return Shown{Sort: Scientific}
	case strings.ContainsFunc(bare, func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) || r == '/' || r == '#' }):
		return Shown{Sort: Other}
	}
	if at := strings.LastIndexAny(bare, ",."); at >= 0 {
		after := len(bare) - at - 1
		if after == 3 && (strings.Count(bare, bare[at:at+1]) > 1 || !strings.ContainsAny(bare[:at], ",.")) {
			after = 0 // 1.250 is a group of three, or decimals that no amount has
		}
		format.Decimals = int8(min(after, 100))
		return format
	}
	format.Decimals = 0
	if digits := strings.Map(digit, bare); len(digits) > 1 && digits[0] == '0' {
		format.Zeros = int8(min(len(digits), 100))
	}
	return format
}

func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
