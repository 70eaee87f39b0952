package paper

import "cekr.kranj.si/desk/gui/paper/ink"

// The UPN form as ZBS, Tehnični standard UPN QR 1.1, lays it down: table 1 for the places, figure 3 for what the table
// leaves open. Millimetres from the form's top left corner, weights in points.

const (
	formWidth  = 210
	formHeight = 99
	footOfA4   = 297 - formHeight // where the form begins on A4 (TS 6.2)
	receiptEnd = 60               // the perforation between Potrdilo and Nalog
	bandsMeet  = 55               // the red band above, the yellow one below; the text of 3.2 says 50, the drawing is 55
)

// place is a rectangle of table 1.
type place struct{ x1, y1, x2, y2 float64 }

func (p place) width() float64  { return p.x2 - p.x1 }
func (p place) height() float64 { return p.y2 - p.y1 }

// places are A1 to A62 by their numbers. Where the table has a misprint (A33 without a height, A39 at 196.5) or names
// no rectangle, the drawing is followed.
var places = [63]place{
	// Potrdilo
	1: {32.6, 2, 56.5, 4.9}, 2: {4, 3.5, 17.2, 5.8}, 3: {4, 6, 56.5, 19.5},
	4: {4, 20, 25.4, 22.2}, 5: {4, 22.5, 56.5, 31.5},
	6: {16.5, 32, 24, 33.8}, 7: {7.8, 35.6, 14.2, 38.3}, 8: {16.5, 34.5, 56.5, 39.5},
	9: {4, 40, 34.8, 42.3}, 10: {4, 42.5, 56.5, 56},
	11: {4, 56.5, 20.8, 58.8}, 12: {4, 59, 56.5, 72.5},
	13: {0, 72.5, 60, 99}, 14: {13.8, 97, 46, 98.6},
	// Nalog, the payer's part
	15: {61, 1, 62.5, 2.5}, 16: {207.5, 1, 209, 2.5},
	17: {63.5, 3.5, 72.4, 5.5}, 18: {106.5, 3.5, 121, 5.7}, 19: {184.3, 3.5, 190.1, 5.7}, 20: {196.1, 3.5, 200.8, 5.7},
	21: {65.3, 7.8, 101.7, 43.7}, // the guides for the code
	22: {106.5, 6, 177.75, 11}, 23: {185.25, 6.5, 189.25, 10.5}, 24: {196.5, 6.5, 200.5, 10.5}, 25: {63.5, 6, 103.5, 45.5},
	26: {106.5, 11.5, 126.3, 13.8}, 27: {106.5, 14, 121.5, 19}, 28: {123.5, 14, 206, 19},
	29: {106.5, 19.5, 133, 21.8}, 30: {106.5, 22, 206, 37}, 31: {106.5, 27, 206, 27}, 32: {106.5, 32, 206, 32},
	33: {106.5, 41.6, 112.9, 44.3}, 34: {114.25, 38, 121.8, 39.8}, 35: {161.25, 38, 175.7, 40.2}, 36: {195.3, 38, 201.6, 40.2},
	37: {114.25, 40.5, 155.5, 45.5}, 38: {161.25, 40.5, 191.25, 45.5}, 39: {196.75, 41, 200.75, 45},
	40: {63.5, 46.5, 77.9, 48.3}, 41: {80.5, 46.5, 95.35, 48.7}, 42: {176.25, 46.5, 187.5, 48.7},
	43: {63.5, 49, 78.5, 54}, 44: {80.5, 49, 174.25, 54}, 45: {176.25, 49, 206, 54},
	// Nalog, the payee's part
	46: {63.5, 55.5, 81.2, 57.8}, 47: {63.5, 58, 191, 63}, 48: {194.3, 59.1, 206, 61.9},
	49: {63.5, 63.5, 86.5, 65.8}, 50: {63.5, 66, 78.5, 71}, 51: {80.5, 66, 163, 71}, 52: {166, 66, 206, 89},
	53: {63.5, 71.5, 93.2, 73.8}, 54: {63.5, 74, 163, 89}, 55: {63.5, 79, 163, 79}, 56: {63.5, 84, 163, 84},
	57: {168.5, 85.3, 203.5, 85.3}, 58: {172, 86, 200, 88},
	59: {60, 89, 210, 99}, 60: {118.9, 97, 151, 98.6}, 61: {191, 96, 206, 99}, 62: {207.5, 96.5, 209, 98},
}

// What is drawn of the places.
var (
	receiptBoxes = []int{3, 5, 8, 10, 12}
	orderBoxes   = []int{22, 25, 27, 28, 30, 37, 38, 43, 44, 45, 47, 50, 51, 52, 54}
	choiceBoxes  = []int{23, 24, 39} // Polog, Dvig, Nujno: with a cross
	dashedLines  = []int{31, 32, 55, 56}
	scanMarks    = []int{15, 16, 62}
)

// Weights in points.
const (
	boxWeight  = 0.5
	fineWeight = 0.25
)

// cells are the cells of a box: where the next one begins is a tick, or a whole line.
type cells struct {
	box    int
	widths []float64 // of all cells but the last
	tick   float64   // length of either half of a tick; what is left between them stays open
	bold   []int     // a line of boxWeight after so many cells
	thin   []int     // a line of fineWeight
	dots   []int     // a mark at the foot of the line, 0.7 × 0.8
	comma  int       // the mark of the decimal comma, 0.7 × 1.2
}

const (
	shortTick = 4.70 * ink.Point
	longTick  = 5.00 * ink.Point
)

var fourth = []int{4, 8, 12, 16, 20, 24, 28, 32}

var celled = []cells{
	{box: 22, widths: pitch(18), tick: shortTick, bold: fourth},
	{box: 27, widths: pitch(3), tick: shortTick},
	{box: 28, widths: pitch(21), tick: shortTick},
	{box: 37, widths: pitch(10), tick: shortTick, thin: []int{3, 6}, bold: []int{9}, dots: []int{3, 6}, comma: 9},
	{box: 38, widths: pitch(7), tick: shortTick, thin: []int{2, 4}, dots: []int{2, 4}},
	{box: 43, widths: pitch(3), tick: shortTick},
	{box: 44, widths: pitch(24), tick: shortTick},
	{box: 45, widths: []float64{3.75, 3.75, 3.75, 3.75, 3.70, 3.70, 3.70}, tick: shortTick, thin: []int{2, 4}, dots: []int{2, 4}},
	{box: 47, widths: pitch(33), tick: longTick, bold: fourth},
	{box: 50, widths: pitch(3), tick: shortTick},
	{box: 51, widths: pitch(21), tick: shortTick},
}

// pitch is a row of n cells of the usual width.
func pitch(n int) []float64 {
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = 3.75
	}
	return widths
}

// The code: the symbol's top left corner and its module, ten dots at 600 to the inch (TS 5.1).
const (
	codeX      = 67.20
	codeY      = 9.45
	codeModule = 25.4 * 10 / 600
)

// Type that is filled in (TS 4.2.2, NP 2.3): characters to the inch, and where text begins in a box.
const (
	orderPitch    = 12
	receiptPitch  = 17
	orderIndent   = 2.1 // at most 2.5: 42 characters must fit A44
	receiptIndent = 2.5 // at most 3.2: 33 characters must fit A3
)

// baselines of what is filled in, from the top of the box.
const (
	lineDown    = 3.5 // boxes of one line
	partyDown   = 3.6 // the first of the three lines of A30 and A54
	partyNext   = 5.0 // and from there to the next
	receiptDown = 3.5 // boxes of the receipt
	receiptNext = 4.23
	amountDown  = 3.7 // A8
)

// The inks, as the standard's own drawing mixes them: no cyan and no black in what a red filter must drop (TS 4.1).
var (
	red       = ink.Colour{M: 0.66, Y: 0.88}   // PANTONE 172 U
	redBand   = ink.Colour{M: 0.132, Y: 0.176} // 20 % of it
	redHalf   = ink.Colour{M: 0.33, Y: 0.44}
	yellow    = ink.Colour{M: 0.032, Y: 0.20} // 20 % of PANTONE 116 U
	darkGrey  = ink.Colour{K: 0.8}
	stampTint = ink.Colour{M: 0.12, Y: 0.05}
)
