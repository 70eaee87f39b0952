// Package outbox is the life of every write that the desk sends to the office, whatever its task.
//
// House rules: a write is begun on disk, its exact bytes are on disk before each attempt, and its ending is on disk
// before it is forgotten. One id stands for one intention; an attempt that failed is repeated under the same id with
// the same bytes, and only when a clerk asks for it. The outbox knows no task and no other room of the window: a task
// brings its name, how it is put and asked about, and what a rejection's code is; it keeps its form and its words.
// The outbox makes no sentences. Items belong to the screen's goroutine; what touches disk or network runs away from it.
//
// The verbs are those of a payments control tower: Begin, Attempt, Settle, Abandon. A Stage carries its own
// permissions, so that no task repeats them.
package outbox
