// Package topup is the flow of a top-up: from the card in the customer's hand to the receipt.
//
// House rules: no cash before the intention is on disk; once something was sent, the outbox says where it stands, and this package only
// finds the words. Where a second person must agree, the intention is on disk and the cash is counted before that person is asked, and the
// bytes that were approved are those that are sent. It knows the counter by Host, and no other task.
package topup
