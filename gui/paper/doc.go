// Package paper is everything the counter prints: the receipt, the note of cash taken, the drawer's close, the UPN order
// with its sheet. One drawing in millimetres, a PDF from it.
//
// House rules: ink on paper lives here and nowhere else. No Fyne, no HTTP, no files: what goes in is
// values, what comes out is bytes. A paper is drawn on a page, a list of marks in millimetres from the
// top left corner, and only pdf.go knows how marks become a PDF: whatever else shows a paper takes the
// same marks. Words come from the catalogue, under paper.*, in the paper's own language. The same values
// give the same bytes. Nothing may run off a page: what is long wraps, what still does not fit is an
// error, never cut. Money is right-aligned; a paper whose sums don't add up, or whose code can't be read back, is not
// printed. Where the UPN form's parts stand is in geometry.go and what is printed on it in captions.go, as the standard
// has them, and nowhere else.
package paper
