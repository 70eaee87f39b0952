package model

// leaveCopy leaves a copy of a request under way, if the network still holds one more.
func (it *item) leaveCopy(w *world, call uint8) {
	switch {
	case (call == send || call == again) && it.sends < w.late:
		it.sends++
	case call == giveBack && it.cancels == 0:
		it.cancels = 1
	}
}

// abandonedCall is what the office works on when nobody waits for it any longer.
func abandonedCall(call uint8) uint8 {
	if call == again {
		return send
	}
	return call
}

// wire is what the network does to the question of the screen.
func (m mover) wire(i int) {
	it := m.s.of[i]
	if it.call == nothing {
		return
	}
	switch {
	case it.at == queued:
		m.to(noConnection, i, func(it *item) { it.at = answered + m.w.verdict(it.call, noDial) })
	case it.at == out:
		m.replaced(i)
		m.to(arrivesAtOffice, i, m.arrive)
		if it.call != check {
			m.to(isHeldUp, i, func(it *item) { it.leaveCopy(m.w, it.call); it.at = answered + isUnknown })
			m.to(isDoubled, i, func(it *item) { it.leaveCopy(m.w, it.call) })
		}
	case it.at == worked:
		m.to(isGivenUp, i, func(it *item) { it.abandoned, it.at = abandonedCall(it.call), answered+isUnknown })
	case it.at > answered+isNotSent:
		m.replaced(i)
	}
}

// replaced gives the desk something else than the office's answer; of those that prove the same, one.
func (m mover) replaced(i int) {
	var seen [len(verdicts)]bool
	for a := range busy {
		if v := m.w.verdict(m.s.of[i].call, a); a != noDial && !seen[v] {
			seen[v] = true
			m.with(isAnsweredBy, i, uint8(a), func(it *item) { it.at = answered + v })
		}
	}
}

func (w *world) verdict(call uint8, a answer) uint8 {
	if v, broken := w.bug.verdict(call, a); broken {
		return v
	}
	return w.program.verdict[call][a]
}

// arrive is the office taking up the question of the screen.
func (m mover) arrive(it *item) {
	switch {
	case it.call == check:
		it.at = answered + m.w.lookUp(*it)
	case it.abandoned != nothing:
		it.at = answered + m.w.verdict(it.call, busy)
	default:
		it.at = worked
	}
}

// lookUp is the verdict on what the office tells of the id.
func (w *world) lookUp(it item) uint8 {
	if it.abandoned != nothing || it.at == worked {
		return w.verdict(check, busy)
	}
	return w.verdict(check, it.says())
}

// says is the office's word on the id.
func (it item) says() answer {
	return [...]answer{unseen: notSeen, hasPosted: saysPosted, hasRejected: saysRejected, hasCancelled: saysCancelled, hasOther: otherSum}[it.office]
}

// office is the end of what it works on.
func (m mover) office(i int) {
	it := m.s.of[i]
	call := it.abandoned
	if it.at == worked {
		call = it.call
	}
	switch {
	case call == nothing:
	case call != giveBack && (it.office == unseen || m.w.bug == newIDOnRetry && call == again):
		m.to(isPostedThere, i, func(it *item) { m.w.post(it, call); m.w.done(it, it.says()) })
		m.to(isRejectedThere, i, func(it *item) { m.w.done(it, m.w.reject(it)) })
	default:
		m.to(isEndedThere, i, func(it *item) {
			said := it.says()
			if call == giveBack && it.office == unseen {
				said = saysCancelled
				if m.w.bug != noTombstone {
					it.office = hasCancelled
				}
			}
			m.w.done(it, said)
		})
	}
	if m.w.bug == officeForgetsIDs && it.office != unseen {
		m.to(officeForgets, i, func(it *item) { it.office = unseen })
	}
}

func (w *world) post(it *item, call uint8) {
	it.posts, it.office = min(it.posts+1, 3), hasPosted
	if call == again && w.bug == otherBytesOnRetry {
		it.office = hasOther
	}
}

// reject is the office's word when it refuses, for a reason that may be gone by the next copy.
func (w *world) reject(it *item) answer {
	switch w.bug {
	case rejectionNotKept:
		return saysRejected
	case refusedIsFinal:
		return refused
	}
	if it.office == unseen {
		it.office = hasRejected
	}
	return saysRejected
}

// done gives the answer to who waits for it.
func (w *world) done(it *item, said answer) {
	if it.at == worked {
		it.at = answered + w.verdict(it.call, said)
		return
	}
	it.abandoned = nothing
}

// late is what comes of copies that nobody waits for.
func (m mover) late(i int) {
	it := m.s.of[i]
	busy := it.abandoned != nothing || it.at == worked
	if it.sends > 0 {
		m.to(lateBodyVanishes, i, func(it *item) { it.sends-- })
		if !busy {
			m.to(lateBodyArrives, i, func(it *item) { it.sends--; it.abandoned = send })
		}
	}
	if it.cancels > 0 {
		m.to(lateCancellationVanishes, i, func(it *item) { it.cancels-- })
		if !busy {
			m.to(lateCancellationArrives, i, func(it *item) { it.cancels--; it.abandoned = giveBack })
		}
	}
}

// officeCrash undoes what was not committed; false if there was nothing.
func (s *state) officeCrash() (met bool) {
	for i := range s.of {
		it := &s.of[i]
		if it.abandoned != nothing {
			it.abandoned, met = nothing, true
		}
		if it.at == worked {
			it.at, met = answered+isUnknown, true
		}
	}
	return met
}
