// Package paper is everything the counter prints, one document a paper: the receipt, the note of cash taken, the drawer's
// close, the UPN order with its sheet, the page that shows how far a printer is off.
//
// House rules: what goes in is values, what comes out is a PDF or a picture; no Fyne, no HTTP, no files. A document is one type in
// one file, named as its task, and says what stands where; package ink alone knows fonts, PDFs and pixels. Which papers there
// are to print on stands once, in papers.go, and one that is not in it is an error, never another paper. Words come from
// the catalogue, under paper.*, in the paper's own language. The same values give the same bytes. Nothing may run
// off a page: what is long wraps, what still does not fit is an error, never cut. Money is right-aligned; a paper whose sums
// don't add up, or whose code can't be read back, is not printed. Where the UPN form's parts stand is in order_geometry.go and what
// is printed on it in order_captions.go, as the standard has them, and nowhere else.
package paper
