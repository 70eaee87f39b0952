// Package custody is the flow of an open drawer that passes into other hands: handed over to the next clerk, taken over or closed while
// its clerk is absent.
//
// House rules: two people, always. The intention is on disk before the second one is asked, and the bytes that were approved are those
// that are sent. What is expected is shown to nobody before it is final: the one counts, the other types the count again. A drawer that
// has not certainly passed is still its clerk's. Once something was sent, the outbox says where it stands. It knows the counter by Host,
// and no other task.
package custody
