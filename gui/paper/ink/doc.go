// Package ink is what every paper is drawn with: pages of marks in millimetres, the layout of text, fonts and codes, and
// the two ways out, a PDF and a picture.
//
// House rules: no document is known here, no flow, no sentence of the catalogue and no amount: texts come in as strings that are
// ready to be read. All lengths are millimetres from the top left corner, y downwards; sizes of type and weights of lines
// are points. A page is a list of marks, and only pdf*.go knows how marks become a PDF, only raster*.go how they become pixels:
// both see the same marks, so what a window shows is what a printer prints. The same pages give the same bytes. Fonts are
// our own, from assets/fonts, and font_file.go is their only reader. No error repeats what stands on a page.
package ink
