// Package lock is the flow of locking a card: a reversible stop. The loss report is another, final act.
//
// House rules: a lock that isn't posted is never shown as done. Once something was sent, the outbox says where it stands. It knows the
// counter by Host, and no other task.
package lock
