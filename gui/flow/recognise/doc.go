// Package recognise tells apart what a clerk, a reader or a clipboard puts into a field that asks for a card.
//
// House rules: it judges text and keeps none of it; what may be a bank card's number is named as such, so that whoever asked wipes it.
// A payment code is read whole and strictly, or not at all. Nothing here looks a card up.
package recognise
