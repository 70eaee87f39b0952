package journal

import (
	"strconv"
	"strings"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// Version 1 wrote every record with all keys, and a note in place of the fields for cash and reasons:
//
//	{"n":1,"before":"…","kind":"INTENT","id":"…","task":"topup","mokId":"…","amount":{"amount":2000,"currency":"EUR"},
//	 "desk":"…","staff":"…","session":"…","at":"2026-11-05T10:00:00.000Z","seq":0,"prev":"","body":"base64","note":""}
//
// A SENDING's note was "total-2050.given-3000" or empty, an ending's its reason. A fact was an intention and its DROPPED,
// under a task of its own: "told" and "untold" with the id in the session, "reconciled" with the note "seq-17". A crash
// may have left the intention alone, which says as much.
//
// These records stay on the disk as they are, for the chain holds them, and are understood when they are read. Nothing
// writes them any more. In a log of version 2 they stand before all others.

const version1 = 1

// oldOpening is how a record of version 1 begins.
const oldOpening = `{"n":`

// oldFacts are the kinds of the facts, by the task under which version 1 kept them.
var oldFacts = map[string]Kind{"told": Told, "untold": Untold, "reconciled": Compared}

func isOldFact(task string) bool { return oldFacts[task] != "" }

// parseOld takes what version 1 wrote, and only that. The record is not checked yet, and has none of the note.
func parseOld(payload []byte) (n int64, before string, r Record, note string, ok bool) {
	p := parser{rest: string(payload), ok: true}
	n = p.number(oldOpening)
	before = p.text(`,"before":"`)
	r.Kind = Kind(p.text(`","kind":"`))
	r.ID = p.text(`","id":"`)
	r.Task = p.text(`","task":"`)
	r.MokID = p.text(`","mokId":"`)
	r.Amount.Cents = p.number(`","amount":{"amount":`)
	r.Amount.Currency = p.text(`,"currency":"`)
	r.Desk = p.text(`"},"desk":"`)
	r.Staff = p.text(`","staff":"`)
	r.Session = p.text(`","session":"`)
	r.At = p.time(`","at":"`)
	r.Seq = p.number(`","seq":`)
	r.Prev = p.text(`,"prev":"`)
	r.Body = p.base64(`","body":"`)
	note = p.text(`","note":"`)
	p.literal(`"}`)
	return n, before, r, note, p.ok && p.rest == ""
}

// checkOld is check for a record of version 1.
func checkOld(r Record, note string) error {
	if err := r.checkWrite(); err != nil {
		return err
	}
	return hold(rule{len(note) <= maxWhy && all(note, isReason), "note is not a short code"})
}

// fromOld gives a checked record of version 1 the fields that its note stood for. What a note can't stand for is not known.
func fromOld(r Record, note string) Record {
	switch {
	case isOldFact(r.Task):
	case r.Kind == Sending:
		r.Cash = oldCash(note, r.Amount)
	case r.Kind.Ends():
		r.Why = Reason(note)
	}
	return r
}

// oldCash reads "total-2050.given-3000".
func oldCash(note string, of money.Amount) Cash {
	total, given, found := strings.Cut(note, ".")
	if !found {
		return Cash{}
	}
	c := Cash{numberAfter(total, "total-"), numberAfter(given, "given-")}
	if !c.Fits(of) {
		return Cash{}
	}
	return c
}

// numberAfter is a number from 1 up, written the shortest way behind a word; 0 if it is anything else.
func numberAfter(text, word string) int64 {
	digits, found := strings.CutPrefix(text, word)
	n, err := strconv.ParseInt(digits, 10, 64)
	if !found || err != nil || n < 1 || strconv.FormatInt(n, 10) != digits {
		return 0
	}
	return n
}

// oldFact is the fact that a checked record of version 1 tells, if it is one of the two of a fact.
func oldFact(r Record, note string) (fact Record, ok bool) {
	fact = Record{Kind: oldFacts[r.Task], Desk: r.Desk, Staff: r.Staff, At: r.At}
	switch {
	case fact.Kind == Compared:
		fact.UpTo = numberAfter(note, "seq-")
	case ident.IsUUID(r.Session):
		fact.About = r.Session
	}
	return fact, (r.Kind == Intent || r.Kind == Dropped) && isOldFact(r.Task) && fact.check() == nil
}
