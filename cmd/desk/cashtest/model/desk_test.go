package model

func halts(it *item) { it.step, it.call, it.at = halted, nothing, nowhere }

// clerk is what can be done at the screen.
func (m mover) clerk(i int) {
	it := m.s.of[i]
	switch it.step {
	case idle:
		if it.disk == unmet && m.w.free(m.s, i) && !m.s.halted[m.w.desk[i]] {
			m.write(begins, i, intent, func(it *item) { it.step = readBack }, halts)
		}
	case readBack:
		m.to(takesCash, i, func(it *item) { it.step, it.cash = confirming, held })
		m.write(leaves, i, dropped, func(it *item) { it.step = gone }, halts)
	case confirming:
		m.confirm(i)
		m.write(leaves, i, dropped, func(it *item) { it.step, it.cash = gone, back }, halts)
	case notSent:
		m.again(i)
		m.write(givesBack, i, cancelled, func(it *item) { it.step, it.cash = showsCancelled, back }, halts)
	case unknown:
		if it.call == nothing {
			m.again(i)
			m.to(checks, i, func(it *item) { it.call, it.at = check, out })
			m.to(givesBack, i, func(it *item) { it.call, it.at = giveBack, out })
			m.to(parks, i, func(it *item) { it.step = parked })
		}
	case neverSent:
		gives := func(it *item) { it.cash = handed(it.cash) } // the cash leaves, whatever becomes of the record
		m.write(handsBack, i, dropped, func(it *item) { it.step = gone; gives(it) }, gives)
	}
	if it.at == queued {
		m.to(leavesDesk, i, func(it *item) { it.at = out })
	}
	if it.at >= answered {
		m.answer(i, int(it.at-answered))
	}
}

// handed is the cash after it was handed back, if there was any.
func handed(cash uint8) uint8 {
	if cash == held {
		return back
	}
	return cash
}

func (m mover) confirm(i int) {
	goes := func(it *item) { it.step, it.call, it.at = onWay, send, queued }
	if m.w.bug == journalAfterSend {
		m.to(confirms, i, goes)
		return
	}
	m.write(confirms, i, sending, goes, halts)
}

func (m mover) again(i int) {
	m.write(sendsAgain, i, sending, func(it *item) { it.step, it.call, it.at = unknown, again, queued }, halts)
}

// answer takes in what a question of the screen brought.
func (m mover) answer(i, verdict int) {
	ends := func(it *item) { it.call, it.at = nothing, nowhere; it.handOver(verdict) }
	switch verdict {
	case isUnknown:
		m.to(answerArrives, i, func(it *item) { it.step, it.call, it.at = unknown, nothing, nowhere })
	case isNotSent:
		m.to(answerArrives, i, func(it *item) { it.step, it.call, it.at = notSent, nothing, nowhere })
	default:
		m.afterSend(i)
		m.write(answerArrives, i, endings[verdict], ends, ends)
	}
}

// afterSend lets a desk that journals too late do it now.
func (m *mover) afterSend(i int) {
	if m.w.bug == journalAfterSend && m.s.of[i].disk == intent {
		m.s.of[i].disk = sending
	}
}

var endings = [...]int{isPosted: posted, isRejected: rejected, isCancelled: cancelled}

// handOver is what the clerk does with the cash at a final word.
func (it *item) handOver(verdict int) {
	switch verdict {
	case isPosted:
		it.step = showsPosted
		if it.cash == held {
			it.cash = kept
		}
	case isRejected, isCancelled:
		it.step, it.cash = uint8(showsRejected+verdict-isRejected), handed(it.cash)
	}
}

// parked is what becomes of an open item that is not on the screen.
func (m mover) parked(i int) {
	it := m.s.of[i]
	if it.step == parked {
		if m.w.free(m.s, i) {
			m.to(resumes, i, func(it *item) { it.step, it.call, it.at = unknown, check, out })
		}
		if it.behind == nowhere && !m.w.plain {
			m.to(checksParked, i, func(it *item) { it.behind = out })
		}
	}
	switch {
	case it.behind == out:
		m.to(backgroundIsLost, i, func(it *item) { it.behind = answered + isUnknown })
		m.to(arrivesAtOffice, i, func(it *item) { it.behind = answered + m.w.lookUp(*it) })
	case it.behind >= answered:
		m.behind(i, int(it.behind-answered))
	}
}

func (m mover) behind(i, verdict int) {
	if verdict < isPosted {
		m.to(backgroundAnswerArrives, i, func(it *item) { it.behind = nowhere })
		return
	}
	ends := func(it *item) {
		it.behind = nowhere
		switch it.step {
		case parked:
			it.handOver(verdict)
		case unknown: // it is on the screen by now: what that has asked goes on without it
			it.abandon(m.w)
			it.handOver(verdict)
		}
	}
	m.write(backgroundAnswerArrives, i, endings[verdict], ends, ends)
}

// crash ends the intention's desk, or starts it; the second intention of a desk has no crash of its own.
func (m mover) crash(i int) {
	desk := m.w.desk[i]
	if i > 0 && m.w.desk[0] == desk {
		return
	}
	s := m.s
	if s.of[i].step != down {
		s.deskCrash(m.w, desk)
		m.emit(move{deskCrashes, uint8(i), 0}, s)
		return
	}
	for n := range s.of {
		if m.w.desk[n] == desk {
			s.of[n].start(m.w)
		}
	}
	m.emit(move{starts, uint8(i), 0}, s)
}

// deskCrash leaves what is on disk, on the wire and at the office.
func (s *state) deskCrash(w *world, desk uint8) {
	s.halted[desk] = false
	for i := range s.of {
		if it := &s.of[i]; w.desk[i] == desk {
			it.abandon(w)
			it.step, it.behind = down, nowhere
		}
	}
}

// abandon leaves a question of the screen that nobody waits for any more to the network and the office.
func (it *item) abandon(w *world) {
	if it.at == out {
		it.leaveCopy(w, it.call)
	}
	if it.at == worked {
		it.abandoned = abandonedCall(it.call)
	}
	it.call, it.at = nothing, nowhere
}

// start is Recover.
func (it *item) start(w *world) {
	switch it.disk {
	case unmet:
		it.step = idle
	case intent:
		it.step = neverSent
	case sending:
		it.step = parked
		if w.bug == recoveryDropsSending {
			it.step = neverSent
		}
	default:
		it.step = gone
		if w.bug != restartIsSilent {
			it.remind()
		}
	}
}

// remind tells again of an ending, for a crash may have come between the disk and the screen.
func (it *item) remind() {
	for verdict := isPosted; verdict <= isCancelled; verdict++ {
		if int(it.disk) == endings[verdict] {
			it.handOver(verdict)
			return
		}
	}
	it.cash = handed(it.cash)
}
