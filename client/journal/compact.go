package journal

// Compact drops every record of the ids that ended at a place among all records up to the given one
// (Settled.Ended), and the facts up to there (Fact.Place), and tells how many records went. A place and not a time: what is said of an id in later records
// stays as long as the id does, whatever the PC's clock did in between. The hashes and totals of what went stay, so
// that the chain still holds and a copy of a dropped record can still be proved; Next and Head stay the same. Call it
// only for what the office has confirmed and whose retention has passed: a compacted id is forgotten.
//
// A power cut leaves the old log or the new one. An error that is not ErrHalted left the old one, and the
// journal works on.
func (j *Journal) Compact(upTo int64) (dropped int64, err error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.Halted(); err != nil {
		return 0, err
	}
	data, err := j.fs.Read(j.path(logName), maxLog)
	if err != nil {
		return 0, err
	}
	compacted, dropped, err := j.compacted(data, upTo)
	if err != nil || dropped == 0 {
		return 0, err
	}
	r, err := j.prove(compacted)
	if err != nil {
		return 0, withReadable(err, data)
	}
	if err := j.writeNew(compacted); err != nil {
		_ = j.fs.Remove(j.path(newName)) // a leftover does no harm, and Open removes it
		return 0, err
	}
	if err := j.swap(r); err != nil {
		return 0, j.fail(err)
	}
	return dropped, nil
}

// prove reads a log that is to take the present one's place, as the next start will.
func (j *Journal) prove(log []byte) (*reading, error) {
	r, err := walk(log, nil)
	if err == nil {
		err = r.checkHead(j.head, len(log))
	}
	if err != nil || r.count != j.head.count || r.end != len(log) {
		return nil, &DamagedError{Reason: "a new log would lose records"}
	}
	return r, nil
}

// compacted builds the new log: a summary, and every record that stays, byte for byte and in its place of
// the chain.
func (j *Journal) compacted(data []byte, upTo int64) (out []byte, dropped int64, err error) {
	s := &summary{Desk: j.book.desk}
	totals := newBook()
	var kept [][]byte
	r, err := walk(data, func(n int64, h hash, r Record, payload []byte) {
		switch {
		case payload == nil:
			s.drop(n, h)
		case !j.book.lets(n, r, upTo):
			kept = append(kept, payload)
		default:
			s.drop(n, h)
			dropped++
			if r.Kind == Sending && r.Seq > s.Seq {
				s.Seq, s.Prev = r.Seq, bodyHash(r.Body)
			}
			if r.Kind.Ends() && !isOldFact(r.Task) {
				totals.count(Total{Task: r.Task, Kind: r.Kind, Items: 1, Sum: r.Amount})
			}
		}
	})
	if err == nil && (r.count != j.head.count || r.last() != j.head.last) {
		err = &DamagedError{Reason: "log changed while it was open", Offset: int64(r.end)}
	}
	if err != nil {
		return nil, 0, withReadable(err, data)
	}
	if dropped == 0 {
		return nil, 0, nil
	}
	s.add(r.summary, totals)
	return logOf(s, kept), dropped, nil
}

// add takes over the last number and the totals of the records dropped now and before.
func (s *summary) add(before *summary, now *book) {
	if before != nil {
		if before.Seq > s.Seq {
			s.Seq, s.Prev = before.Seq, before.Prev
		}
		for _, t := range before.Totals {
			total := Total{Task: t.Task, Kind: t.Kind, Items: t.Items}
			total.Sum.Currency, total.Sum.Cents = t.Currency, t.Cents
			if !isOldFact(t.Task) { // version 1 counted facts among the endings
				now.count(total)
			}
		}
	}
	for _, t := range now.allTotals() {
		s.Totals = append(s.Totals, summaryTotal{
			Task: t.Task, Kind: t.Kind, Currency: t.Sum.Currency, Items: t.Items, Cents: t.Sum.Cents,
		})
	}
}

// logOf is a log of payloads, behind what was compacted before them, if anything was.
func logOf(s *summary, kept [][]byte) []byte {
	out := preamble()
	_, crc, _ := readPreamble(out)
	if s != nil {
		out, crc = appendFrame(out, summaryMagic, crc, s.append)
	}
	for _, payload := range kept {
		out, crc = appendFrame(out, recordMagic, crc, func(out []byte) []byte { return append(out, payload...) })
	}
	return out
}

// swap puts the new log in the old one's place. The head fits both.
func (j *Journal) swap(r *reading) error {
	old := j.log
	j.log = nil
	if err := old.Close(); err != nil {
		return err
	}
	if err := j.fs.Rename(j.path(newName), j.path(logName)); err != nil {
		return err
	}
	log, err := j.fs.Open(j.path(logName))
	if err != nil {
		return err
	}
	j.log = log
	j.mu.Lock()
	defer j.mu.Unlock()
	j.adopt(r)
	return nil
}
