// Package card is the flow of looking a card up, and of its transactions.
//
// House rules: it only reads. An answer to an earlier question is dropped; a list is empty only when the office said so. It knows the
// counter by Host, and no other task.
package card
