package model

import "fmt"

// act is something that happens.
type act uint8

const (
	begins act = iota
	takesCash
	leaves
	confirms
	sendsAgain
	checks
	givesBack
	parks
	resumes
	checksParked
	handsBack
	starts

	leavesDesk
	arrivesAtOffice
	lateBodyArrives
	lateCancellationArrives
	isPostedThere
	isRejectedThere
	isEndedThere
	answerArrives
	backgroundAnswerArrives

	// Everything from here on is a fault.
	noConnection
	isAnsweredBy // somebody or nothing, in the office's place
	isHeldUp
	isDoubled
	isGivenUp
	backgroundIsLost
	lateBodyVanishes
	lateCancellationVanishes
	deskCrashes
	officeCrashes
	officeForgets
	actCount
)

var actNames = [actCount]string{
	begins: "the clerk begins", takesCash: "takes the cash", leaves: "leaves before sending", confirms: "confirms", sendsAgain: "sends again",
	checks: "checks", givesBack: "gives the cash back", parks: "turns to the next customer", resumes: "takes the open item up again",
	checksParked: "the desk checks in the background", handsBack: "hands back what was never sent", starts: "the desk starts",
	leavesDesk: "the request leaves the desk", arrivesAtOffice: "the request arrives", lateBodyArrives: "a late copy of the body arrives",
	lateCancellationArrives: "a late cancellation arrives", isPostedThere: "the office posts", isRejectedThere: "the office rejects",
	isEndedThere: "the office ends it", answerArrives: "the answer is taken in", backgroundAnswerArrives: "the background answer is taken in",
	noConnection: "no connection comes about", isAnsweredBy: "the desk gets, in place of the answer,", isHeldUp: "the request is held up, the desk waits no longer",
	isDoubled: "the network doubles the request", isGivenUp: "the desk waits no longer for the office at work", backgroundIsLost: "the background question is lost",
	lateBodyVanishes: "a late copy vanishes", lateCancellationVanishes: "a late cancellation vanishes", deskCrashes: "the desk crashes",
	officeCrashes: "the office crashes", officeForgets: "the office forgets the id",
}

// disks are what the disk does to the record that an act writes.
const (
	diskWorks = iota
	diskFailsWritten
	diskFails
	diskWorksThenCrash
	diskOutcomes
)

var diskNames = [diskOutcomes]string{"", ", the disk reports an error though the record is there", ", the disk reports an error", ", and crashes once the record is on disk"}

// move is an act on one of the two intentions; with is what the disk does, or the answer.
type move struct {
	what act
	item uint8
	with uint8
}

func (m move) String() string {
	text := fmt.Sprintf("%d: %s", m.item+1, actNames[m.what])
	switch m.what {
	case isAnsweredBy:
		return text + " " + answer(m.with).String()
	case begins, leaves, confirms, sendsAgain, givesBack, handsBack, answerArrives, backgroundAnswerArrives:
		return text + diskNames[m.with]
	case deskCrashes, starts:
		return actNames[m.what]
	}
	return text
}

// fault tells whether the move is something that goes wrong. A desk whose journal failed is closed and started by its clerk.
func (m move) fault(s state, w *world) bool {
	switch m.what {
	case deskCrashes:
		return !w.mustRestart(s, w.desk[m.item])
	case begins, leaves, confirms, sendsAgain, givesBack, handsBack, answerArrives, backgroundAnswerArrives:
		return m.with != diskWorks
	}
	return m.what >= noConnection
}

// world is how the two intentions lie and what the program says; bug is what is broken on purpose.
type world struct {
	desk     [2]uint8 // whose intention it is
	program  *program
	tells    bool  // a desk that starts tells of what ended
	calm     bool  // the disk works
	plain    bool  // no questions in the background
	onlyHarm bool  // lies are let pass
	only     bool  // the first of the two alone
	late     uint8 // the most copies of a body under way beside the one that is waited for
	bug      bug
}

func (w *world) mustRestart(s state, desk uint8) bool {
	if s.jam[desk] {
		return true
	}
	for i, d := range w.desk {
		if d == desk && s.of[i].step == locked {
			return true
		}
	}
	return false
}

// free tells whether the screen of the intention's desk shows no other that it must keep.
func (w *world) free(s state, i int) bool {
	for n := range s.of {
		if n == i || w.desk[n] != w.desk[i] {
			continue
		}
		switch s.of[n].step {
		case readBack, confirming, onWay, unknown, notSent, locked:
			return false
		}
	}
	return true
}

// step is one intention being moved: what next hands to the parts.
type mover struct {
	w    *world
	s    state
	emit func(move, state)
}

// next tells every move that is possible and where it leads.
func (w *world) next(s state, emit func(move, state)) {
	m := mover{w, s, emit}
	for i := range s.of {
		if w.only && i > 0 {
			break
		}
		m.clerk(i)
		m.parked(i)
		m.wire(i)
		m.office(i)
		m.late(i)
		m.crash(i)
	}
	if crashed := s; crashed.officeCrash() {
		emit(move{what: officeCrashes}, crashed)
	}
}

func (m mover) to(what act, i int, change func(it *item)) { m.with(what, i, 0, change) }

func (m mover) with(what act, i int, with uint8, change func(it *item)) {
	s := m.s
	change(&s.of[i])
	m.emit(move{what, uint8(i), with}, s)
}

// write is an act that appends a record first, in all that the disk can do to it. Well goes on when the journal took it, badly
// when it did not; what a crash cuts off is neither.
func (m mover) write(what act, i, kind int, well, badly func(it *item)) {
	desk := m.w.desk[i]
	if m.s.jam[desk] || !m.w.program.follows[m.s.of[i].disk][kind] {
		m.to(what, i, badly)
		return
	}
	for with := range diskOutcomes {
		if m.w.calm && (with == diskFails || with == diskFailsWritten) {
			continue
		}
		s := m.s
		it := &s.of[i]
		if with != diskFails {
			it.disk = uint8(kind)
		}
		switch with {
		case diskWorks:
			well(it)
		case diskWorksThenCrash:
			s.deskCrash(m.w, desk)
		default:
			s.jam[desk] = true
			badly(it)
		}
		m.emit(move{what, uint8(i), uint8(with)}, s)
	}
}

func locks(it *item) { it.step, it.call, it.at = locked, nothing, nowhere }

// clerk is what can be done at the screen.
func (m mover) clerk(i int) {
	it := m.s.of[i]
	switch it.step {
	case idle:
		if it.disk == unmet && m.w.free(m.s, i) {
			m.write(begins, i, intent, func(it *item) { it.step = readBack }, locks)
		}
	case readBack:
		m.to(takesCash, i, func(it *item) { it.step, it.cash = confirming, held })
		m.write(leaves, i, dropped, func(it *item) { it.step = gone }, locks)
	case confirming:
		m.confirm(i)
		m.write(leaves, i, dropped, func(it *item) { it.step, it.cash = gone, back }, locks)
	case notSent:
		m.again(i)
		m.write(givesBack, i, cancelled, func(it *item) { it.step, it.cash = showsCancelled, back }, locks)
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
	m.write(confirms, i, sending, goes, locks)
}

func (m mover) again(i int) {
	if disk := m.s.of[i].disk; !m.s.jam[m.w.desk[i]] && disk > sending && m.w.bug != endedLocks {
		m.to(sendsAgain, i, func(it *item) { it.step, it.call, it.at = unknown, check, out }) // a background check has found the end
		return
	}
	m.write(sendsAgain, i, sending, func(it *item) { it.step, it.call, it.at = unknown, again, queued }, locks)
}

// answer takes in what a question of the screen brought.
func (m mover) answer(i, verdict int) {
	ends := func(it *item) { it.call, it.at = nothing, nowhere; it.told(verdict) }
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

// told is what the clerk does at a final word.
func (it *item) told(verdict int) {
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
		if it.step == parked {
			it.told(verdict)
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
	s.jam[desk] = false
	for i := range s.of {
		if it := &s.of[i]; w.desk[i] == desk {
			if it.at == out {
				it.loiter(w, it.call)
			}
			if it.at == worked {
				it.orphan = orphaned(it.call)
			}
			it.step, it.call, it.at, it.behind = down, nothing, nowhere, nowhere
		}
	}
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
			it.told(verdict)
			return
		}
	}
	it.cash = handed(it.cash)
}
