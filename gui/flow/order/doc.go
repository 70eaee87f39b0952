// Package order is the flow of payment orders on paper, one or a list's. It needs no office and nobody signed in: when the office is
// down, this is how a customer can still top up.
//
// House rules: what is wrong is said at its field, and nothing typed is lost but what may be a bank card's number. A payer's name goes
// with the form. It knows the counter by Host, and no other task.
package order
