// Package drawer is the flow of a clerk's cash between the opening float and the close.
//
// House rules: what is expected is not shown before the clerk has counted, and where the office wants a blind close not before that is
// final. Nothing final goes at the first Return if it can't be right; a close never does. Of a close the difference is read before
// anything else is taken up. A close is its clerk's to bring: another clerk's waits, parked, and is in nobody's way. Openings and
// closings live by the outbox. It knows the counter by Host, and no other task.
package drawer
