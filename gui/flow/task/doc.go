// Package task is what every task of the counter stands on: the words for a clerk, the fields they belong to, the slips that are
// handed out, and the tasks' share of the desk.
//
// House rules: no Fyne, no HTTP, no sentences: a Message is a key of the catalogue with named values. It knows no task, and nothing
// here decides what may happen next.
package task
