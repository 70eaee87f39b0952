package journal

import "bytes"

// entry is a record as it stands in a log, whatever version wrote it.
type entry struct {
	n      int64
	before string // in hex
	record Record
	old    bool   // version 1 wrote it
	note   string // of an old one
}

// parseEntry takes what some version wrote, and only that. The record is not checked yet.
func parseEntry(payload []byte) (e entry, ok bool) {
	if bytes.HasPrefix(payload, []byte(oldOpening)) {
		e.old = true
		e.n, e.before, e.record, e.note, ok = parseOld(payload)
		return e, ok
	}
	e.n, e.before, e.record, ok = parseRecord(payload)
	return e, ok
}

// checked is the record as it is understood today, or why it can't be one.
func (e entry) checked() (Record, error) {
	if !e.old {
		return e.record, e.record.check()
	}
	if err := checkOld(e.record, e.note); err != nil {
		return Record{}, err
	}
	return fromOld(e.record, e.note), nil
}

// fact is what a checked entry tells of the desk itself.
func (e entry) fact() (fact Record, ok bool) {
	if e.old {
		return oldFact(e.record, e.note)
	}
	return e.record, e.record.Kind.Fact()
}
