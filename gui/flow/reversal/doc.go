// Package reversal is the flow of undoing one posted top-up: a storno.
//
// House rules: by reference to the original only, whole, and cash leaves the drawer on posted alone: at every other step the screen says
// to keep it. Once something was sent, the outbox says where it stands. Where a second person must agree, the intention is on disk
// before that person is asked, and the bytes that were approved are those that are sent. It knows the counter by Host, and no other task.
package reversal
