package outbox

// Intents that tasks share: what a clerk can want of a write that was sent.
const (
	IntentCheck  = "check"
	IntentAgain  = "again"
	IntentGiveUp = "giveUp"
)

// May reports that an intent leads anywhere at a step of a task whose office knows no tombstone: its write is given up only where it
// certainly was not sent. moves is the task's own table, where what is missing leads nowhere; what was sent the stage decides. While an answer
// is awaited about a write that was sent, it can be left.
func May[A any, S, I ~string](moves map[S]map[I]S, at S, i I, s Status[A]) bool {
	switch string(i) {
	case IntentCheck:
		return s.MayCheck()
	case IntentAgain:
		return s.MaySendAgain()
	case IntentGiveUp:
		return s.MayGiveBack() && s.Stage == NotSent
	}
	_, leads := moves[at][i]
	return leads && (s.Asking == AskNothing || s.MayPark())
}
