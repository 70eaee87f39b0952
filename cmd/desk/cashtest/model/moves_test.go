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
	calm     bool  // the disk works
	plain    bool  // no questions in the background
	onlyCash bool  // false words are let pass
	only     bool  // the first of the two alone
	late     uint8 // the most copies of a body under way beside the one that is waited for
	bug      bug
}

func (w *world) mustRestart(s state, desk uint8) bool {
	if s.halted[desk] {
		return true
	}
	for i, d := range w.desk {
		if d == desk && s.of[i].step == halted {
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
		case readBack, confirming, onWay, unknown, notSent, halted:
			return false
		}
	}
	return true
}

// mover is a state from which moves are told.
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
	if m.s.halted[desk] || !m.w.program.follows[m.s.of[i].disk][kind] {
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
			s.halted[desk] = true
			badly(it)
		}
		m.emit(move{what, uint8(i), uint8(with)}, s)
	}
}
