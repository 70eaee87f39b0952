// Package upn is the Slovene payment order UPN QR without its ink: the twenty fields, their bounds and their use,
// references, IBANs, the payload of the code and its symbol. Paper is drawn elsewhere.
//
// House rules of this room: the standard decides, nothing is a matter of taste. The sources are ZBS, Tehnični
// standard UPN QR 1.1 (TS) and ZBS, Navodilo za pripravo izpisa UPN QR za programerje, May 2017 (NP); docstrings
// name their paragraphs. Nothing is cut or mended silently: what doesn't fit is an [Error] that names the field,
// the rule and the position of the character at fault, and [Shorten] makes proposals that somebody has to accept.
// Amounts are whole cents. No Fyne, no HTTP, no sentences for people, and never a name or a number in an error.
package upn
