// Package ident knows the numbers by which things are called: a MOK ID, a desk, a clerk, a write's UUID; and it tells
// what may be a bank card's number, which is kept, sent and shown nowhere.
//
// House rules of this room: each form is judged here and nowhere else, by the desk, the office, the journal, the log
// and the paper alike. A number is judged by the shape in which it was written; separators are never just dropped.
// No screen, no wire, no sentence for people; and never the text itself, or a part of it, in an error.
package ident
