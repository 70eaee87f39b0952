// Package orders makes UPN payment orders without a window: one, or as many as a list holds.
//
// House rules: no Fyne, no cgo, no office. Nobody has asked an office about these cards, so every
// order says that its MOK ID is not verified. A list, which package table reads as rows of cells, is read twice, once to judge every row before
// any paper is written and once to write; never more than one file's forms are in memory. Which column is what is found out before the first
// row, or the list is refused whole. An order itself is judged where the window judges it, by order.Check. What is wrong with a row is a
// Problem with its line, its field and a key of the catalogue; no cell's text ever stands in one: it may hold a name or a card's number.
package orders
