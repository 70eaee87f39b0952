// Package history is the flow of what happened in a drawer: which sessions there were, and every line of one.
//
// House rules: it only reads. The office filters and pages; nothing is filtered here, so a list never says "none" of what was not asked
// for. An answer to an earlier question is dropped. A line's paper is made of the office's own answer to that line's write, and is always
// a copy. It adds nothing up: an office may want the close blind. It knows the counter by Host, and no other task.
package history
