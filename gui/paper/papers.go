package paper

import "fmt"

// Format is the paper that a slip is printed on, by the name that it has in settings.
type Format string

// The formats of slips.
const (
	Roll80 Format = "80mm" // a thermal printer's roll, 80 mm wide, 72 mm printable, as long as it takes
	Roll58 Format = "58mm" // a small thermal printer's roll, 58 mm wide, 48 mm printable
	A6     Format = "a6"   // a sheet of 105 × 148 mm
)

// sheet is the room that a format gives, in millimetres; a height of 0 is as long as it takes.
type sheet struct{ width, height, margin, top, bottom float64 }

// formats is the only list of them, the default first.
var formats = []struct {
	name  Format
	sheet sheet
}{
	{Roll80, sheet{width: 80, margin: 4, top: 4, bottom: 7}},
	{Roll58, sheet{width: 58, margin: 5, top: 4, bottom: 7}},
	{A6, sheet{width: 105, height: 148, margin: 8, top: 7, bottom: 7}},
}

// Formats lists the formats there are, the default first.
func Formats() []Format {
	var all []Format
	for _, f := range formats {
		all = append(all, f.name)
	}
	return all
}

// sheet is the room of a format; ErrFormat for an unknown one.
func (f Format) sheet() (sheet, error) {
	for _, known := range formats {
		if f == known.name {
			return known.sheet, nil
		}
	}
	return sheet{}, fmt.Errorf("%w: %q", ErrFormat, string(f))
}

// Layout is the paper that an order is printed on, by the name that it has in settings and on the command line.
type Layout string

// The layouts of orders.
const (
	OnA4     Layout = "a4"     // plain A4: the form on the bottom 99 mm, a sheet for the customer above it
	OnForm   Layout = "form"   // plain paper of the form's size, 210 × 99 mm
	OnBlank  Layout = "blank"  // a pre-printed form of 210 × 99 mm: only what is filled in
	OnBlank4 Layout = "blank4" // pre-printed A4 with the form at its foot: only what is filled in, and the sheet
)

// layout is how an order stands on its paper.
type layout struct {
	name  Layout
	top   float64 // where the form begins, in millimetres; the customer's sheet is above it, if there is room
	blank bool    // the form is on the paper already
}

// layouts is the only list of them, the default first.
var layouts = []layout{{OnA4, footOfA4, false}, {OnForm, 0, false}, {OnBlank, 0, true}, {OnBlank4, footOfA4, true}}

// Layouts lists the layouts there are, the default first.
func Layouts() []Layout {
	var all []Layout
	for _, l := range layouts {
		all = append(all, l.name)
	}
	return all
}

// Blanks lists the layouts of pre-printed forms, the default first. On them alone an Offset has an effect.
func Blanks() []Layout {
	var all []Layout
	for _, l := range layouts {
		if l.blank {
			all = append(all, l.name)
		}
	}
	return all
}

// find is the layout of a name; the zero layout for an unknown one.
func (l Layout) find() (found layout) {
	for _, known := range layouts {
		if l == known.name {
			return known
		}
	}
	return found
}

// check refuses an unknown layout with ErrFormat.
func (l Layout) check() error {
	if l.find().name == "" {
		return fmt.Errorf("%w: %q", ErrFormat, string(l))
	}
	return nil
}

// top is where the form begins on the page, in millimetres.
func (l Layout) top() float64 { return l.find().top }

// sheet tells whether the customer's sheet stands above the form.
func (l Layout) sheet() bool { return l.top() > 0 }

// blank tells whether the form is on the paper already.
func (l Layout) blank() bool { return l.find().blank }
