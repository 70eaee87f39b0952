// Package approval is the flow of a second person's agreement to an act that waits for it.
//
// House rules: a PIN is never kept. The second person's token lives beside the clerk's and ends before the questions are gone from the
// screen, whatever happened. What is approved are the act's exact bytes, once. An approval does nothing by itself: of one whose act will
// never be sent nobody need be told. It knows the act by task.Subject, the counter by Host, and no other task.
package approval
