package topup

import (
	"slices"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Intent is what a clerk can want of a top-up.
type Intent string

// The intents of a top-up.
const (
	Begin     Intent = "begin"
	Match     Intent = "match" // the last six digits are typed
	Quote     Intent = "quote" // the amount is typed
	NamePayer Intent = "payer"
	Tender    Intent = "tender" // the cash is counted
	Confirm   Intent = "confirm"
	Check     Intent = "check"
	SendAgain Intent = "again"
	GiveBack  Intent = "giveBack"
	Back      Intent = "back"
	Leave     Intent = "leave"
	Resume    Intent = "resume"

	Anew Intent = "anew" // once more, with a second person: the office wants one

	renew  Intent = "renew"  // a quote that is about to end: what Confirm comes to then
	second Intent = "second" // a second person must agree: what Confirm comes to then
	send   Intent = "send"   // the second person has agreed
	refuse Intent = "refuse" // nobody has agreed, nor will any more
)

// move is where an intent leads at once and, if that asks for something, where the answer may lead.
type move struct {
	to   Step
	then []Step
}

// elsewhere is the step of another item: the outbox says which.
const elsewhere Step = "elsewhere"

// moves is every way from step to step; what is not in it does nothing. What may be done about a write that was sent,
// and where that ends, the outbox says: this table knows only how the clerk goes on from there.
var moves = map[Step]map[Intent]move{
	Idle:         {Begin: {to: AskingMatch}, Leave: {to: Idle}, Resume: {to: elsewhere}},
	AskingMatch:  {Match: {Matching, []Step{AskingMatch, AskingAmount}}, Back: {to: Idle}, Leave: {to: Idle}},
	Matching:     {Leave: {to: Idle}},
	AskingAmount: {Quote: {Quoting, []Step{AskingMatch, AskingAmount, AskingPayer, ReadBack}}, Back: {to: AskingMatch}, Leave: {to: Idle}},
	Quoting:      {Leave: {to: Idle}},
	AskingPayer:  {NamePayer: {NamingPayer, []Step{AskingAmount, AskingPayer, ReadBack}}, Back: {to: AskingAmount}, Leave: {to: Idle}},
	NamingPayer:  {Leave: {to: Idle}},
	ReadBack:     {Tender: {to: Confirming}, Back: {to: AskingAmount}, Leave: {to: Idle}},
	Confirming: {
		Confirm: {Sending, []Step{AskingAmount}}, renew: {Quoting, []Step{AskingMatch, AskingAmount, AskingPayer, ReadBack}},
		second: {to: Approving}, Back: {to: ReadBack}, Leave: {to: Idle},
	},
	Approving: {
		send: {Sending, []Step{AskingAmount}}, renew: {Quoting, []Step{AskingMatch, AskingAmount, AskingPayer, ReadBack}},
		refuse: {to: Confirming},
	},
	Unknown:   {Leave: {to: Idle}},
	Posted:    ended,
	Rejected:  ended,
	Cancelled: ended,
}

var ended = map[Intent]move{Begin: {to: AskingMatch}, Back: {to: Idle}, Leave: {to: Idle}, Resume: {to: elsewhere}}

// May reports that an intent leads anywhere now. While an answer is awaited about a top-up that was sent, it can be
// left; while an intention is being dropped, nothing can be done.
func (s State) May(i Intent) bool {
	switch i {
	case Check:
		return s.MayCheck()
	case SendAgain:
		return s.MaySendAgain()
	case GiveBack:
		return s.MayGiveBack()
	case Anew:
		return s.mayAnew()
	}
	_, leads := moves[s.Step][i]
	return leads && (s.Asking == outbox.AskNothing || s.MayPark())
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.Asking = outbox.AskNothing
	return s.May(i)
}

// Question is the step at which the clerk is asked for what is on its way to the office; of any other step it is the
// step itself.
func (s Step) Question() Step {
	for from, row := range moves {
		for _, m := range row {
			if m.to == s && slices.Contains(m.then, from) {
				return from
			}
		}
	}
	return s
}

// Waits reports that the office is being asked a question of the form.
func (s Step) Waits() bool { return s.Question() != s }
