// Package flow joins the tasks of the counter: what one job means for the others, which panel is shown, and which command may run.
//
// House rules: no Fyne, no HTTP, no sentences. A task is a package below this one, knows no other, and knows the counter by one small
// interface; the life of every write is in outbox. A flow is a plain State value with a named step, methods for what the clerk intends,
// and one Draw(State) that the view supplies; Draw is called after every change, with the whole state. A flow refuses what its state
// forbids, whoever asks: a menu's shortcut fires even when the item is disabled. All methods are called on one goroutine; anything slow
// leaves through Tasks and comes back as an ending on that same goroutine. What a person reads is a Message, a key of the catalogue with
// named values; the view says it in the clerk's language.
package flow
