package journal

// takeOver puts the log of an earlier version under the present one, before anything is appended. No record changes: the
// log is written anew, with the same payloads behind a preamble of this version, and moved to its place when it is whole
// on the disk. A power cut leaves the old log or the new one, and the head fits both. An error left the old one, or
// the new one; the next start goes on from there.
func (j *Journal) takeOver(data []byte) error {
	var payloads [][]byte
	old, err := walk(data, func(_ int64, _ hash, _ Record, payload []byte) {
		if payload != nil {
			payloads = append(payloads, payload)
		}
	})
	if err != nil {
		return err
	}
	log := logOf(old.summary, payloads)
	r, err := j.prove(log)
	if err != nil {
		return withReadable(err, data)
	}
	if err := j.writeNew(log); err != nil {
		_ = j.fs.Remove(j.path(newName)) // a leftover does no harm, and the next start removes it
		return err
	}
	return j.swap(r)
}
