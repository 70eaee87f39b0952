// Package unlock is the flow of undoing a clerk's precautionary lock: the card works again.
//
// House rules: a card whose unlock isn't posted is never shown as unlocked. A second person always agrees: the intention is on disk before
// that person is asked, and the bytes that were approved are those that are sent. Once something was sent, the outbox says where it
// stands. It knows the counter by Host, and no other task.
package unlock
