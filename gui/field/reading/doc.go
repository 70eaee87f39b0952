// Package reading tells what a hand reader types from what a hand types. A hand reader is a keyboard to the system: a code of twenty
// lines comes as two hundred keys, nineteen of which are Return.
//
// House rules: no toolkit, no clock and no timer of its own; whoever calls says when. A key is never known to have been pressed at the
// moment at which it arrives: a window that draws a frame for 170 ms gets all keys of that time at once. What is known is that it was
// pressed after the queue of keys was last seen empty. So a burst counts as a reading only when the slowest way in which it may have been
// typed is still quicker than any hand; when in doubt it is a hand's. Two things that no hand types for another end are taken for a
// reader's when one may have typed them: the tag of a UPN code, and nine digits with a line's end.
package reading
