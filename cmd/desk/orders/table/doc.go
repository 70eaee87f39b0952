// Package table reads a file of rows and cells, whatever program saved it: CSV in the encodings of offices, .xlsx and .ods.
//
// House rules: no Fyne, no cgo, nothing of cards, money or orders: what a column means is its caller's. A file is held in memory whole and
// is bounded, also in what it unpacks to; no temporary files, for they would hold people's data. What isn't certain is refused with an
// Error: an encoding is never guessed at, a sheet never chosen among equals. Numbers come as they are stored, with what their format would
// show; no cell's text stands in an error.
package table
