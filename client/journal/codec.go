package journal

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
)

// A record on the disk is one JSON object with these keys in this order and no blank anywhere, the same for all and
// then by its kind:
//
//	{"v":2,"n":1,"before":"…","kind":"INTENT","desk":"…","staff":"…","at":"2026-11-05T10:00:00.000Z",
//
//	INTENT            …"id":"…","task":"topup","mokId":"…","amount":{"amount":2000,"currency":"EUR"},"session":"…"}
//	SENDING           … as INTENT …,"seq":1,"prev":"…","total":2050,"given":3000,"body":"base64"}
//	endings           … as INTENT …,"why":"limit-exceeded"}
//	TOLD, UNTOLD      …"about":"…"}
//	COMPARED          …"upTo":17}
//
// v is the version, n counts from 1; before is the SHA-256 of the record n-1. What Record.check lets through needs no
// escapes, so there is exactly one way to write a record, and anything else is not one. How version 1 wrote is in old.go.

// hash is the SHA-256 of a record's JSON; the zero hash stands before the first.
type hash [sha256.Size]byte

func (h hash) String() string { return hex.EncodeToString(h[:]) }

const timeLayout = "2006-01-02T15:04:05.000Z"

const opening = `{"v":2,"n":`

func appendRecord(out []byte, n int64, before hash, r Record) []byte {
	out = append(out, opening...)
	out = strconv.AppendInt(out, n, 10)
	out = append(out, `,"before":"`...)
	out = hex.AppendEncode(out, before[:])
	out = appendString(out, `","kind":"`, string(r.Kind))
	out = appendString(out, `","desk":"`, r.Desk)
	out = appendString(out, `","staff":"`, r.Staff)
	out = append(out, `","at":"`...)
	out = r.At.AppendFormat(out, timeLayout)
	switch {
	case r.Kind == Compared:
		out = append(out, `","upTo":`...)
		out = strconv.AppendInt(out, r.UpTo, 10)
		return append(out, '}')
	case r.Kind.Fact():
		out = appendString(out, `","about":"`, r.About)
		return append(out, `"}`...)
	}
	return appendWrite(out, r)
}

// appendWrite goes on with a record about an id.
func appendWrite(out []byte, r Record) []byte {
	out = appendString(out, `","id":"`, r.ID)
	out = appendString(out, `","task":"`, r.Task)
	out = appendString(out, `","mokId":"`, r.MokID)
	out = append(out, `","amount":{"amount":`...)
	out = strconv.AppendInt(out, r.Amount.Cents, 10)
	out = appendString(out, `,"currency":"`, r.Amount.Currency)
	out = appendString(out, `"},"session":"`, r.Session)
	switch {
	case r.Kind == Sending:
		out = append(out, `","seq":`...)
		out = strconv.AppendInt(out, r.Seq, 10)
		out = appendString(out, `,"prev":"`, r.Prev)
		out = append(out, `","total":`...)
		out = strconv.AppendInt(out, r.Cash.Total, 10)
		out = append(out, `,"given":`...)
		out = strconv.AppendInt(out, r.Cash.Given, 10)
		out = append(out, `,"body":"`...)
		out = base64.StdEncoding.AppendEncode(out, r.Body)
	case r.Kind.Ends():
		out = appendString(out, `","why":"`, r.Why)
	}
	return append(out, `"}`...)
}

func appendString(out []byte, key, value string) []byte {
	return append(append(out, key...), value...)
}

// parseRecord takes what appendRecord wrote, and only that. The record is not checked yet.
func parseRecord(payload []byte) (n int64, before string, r Record, ok bool) {
	p := parser{rest: string(payload), ok: true}
	n = p.number(opening)
	before = p.text(`,"before":"`)
	r.Kind = Kind(p.text(`","kind":"`))
	r.Desk = p.text(`","desk":"`)
	r.Staff = p.text(`","staff":"`)
	r.At = p.time(`","at":"`)
	switch {
	case r.Kind == Compared:
		r.UpTo = p.number(`","upTo":`)
		p.literal(`}`)
	case r.Kind.Fact():
		r.About = p.text(`","about":"`)
		p.literal(`"}`)
	default:
		p.write(&r)
	}
	return n, before, r, p.ok && p.rest == ""
}

// write reads what appendWrite wrote.
func (p *parser) write(r *Record) {
	r.ID = p.text(`","id":"`)
	r.Task = p.text(`","task":"`)
	r.MokID = p.text(`","mokId":"`)
	r.Amount.Cents = p.number(`","amount":{"amount":`)
	r.Amount.Currency = p.text(`,"currency":"`)
	r.Session = p.text(`"},"session":"`)
	switch {
	case r.Kind == Sending:
		r.Seq = p.number(`","seq":`)
		r.Prev = p.text(`,"prev":"`)
		r.Cash.Total = p.number(`","total":`)
		r.Cash.Given = p.number(`,"given":`)
		r.Body = p.base64(`,"body":"`)
	case r.Kind.Ends():
		r.Why = p.text(`","why":"`)
	}
	p.literal(`"}`)
}
