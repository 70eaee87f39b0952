// Package contract is the conformance suite of the contract in client/openapi.yaml.
//
// House rules of this room:
//
//   - It speaks to an office over real HTTP, with no help from package client: what it
//     proves about the office must not lean on the desk's own code.
//   - Every answer is held against openapi.yaml: status, headers, body. So is every
//     request that is meant to be valid. A broken rule is told with the request, the
//     answer, its Trace-Id and the place in the file.
//   - A check that an office cannot be asked for (no second clerk, no card to spend tries
//     on) is left out with a sentence, never passed in silence.
//   - It leaves an office usable: no clerk or card is locked unless it was named for that.
//   - No PIN, token or card digit in a report.
//   - The same task has the same file name as in the other rooms.
//
// In the normal tests it runs against the embedded office:
//
//	go test ./client/contract
//
// Against any other office, over https (or http on loopback):
//
//	go test ./client/contract -count=1 -v -run Conformance \
//	    -office https://office.example/cekr -office-ca ca.pem -staff 1001 -pin 2468 -card 100000014 -last6 481205
//
// The clerk needs card.read, top-up, drawer and lock; what takes reversal and unlock is left out where he has them not, which an office
// may do. The card must be active, cost no fee and
// have room for sixty top-ups of the smallest amount, which the suite really posts and does not take back. Use
// a test office, test staff and a test card. Flags that widen the run, each with what it is
// good for:
//
//	-staff2, -pin2                  a second clerk of the same kind: his token re-sends the first one's top-up, sends writes in his name, and
//	                                receives a drawer; he may close none of the first one's
//	-staff-minimal, -pin-minimal    a clerk with card.minimal and lock, without card.read: locks a card, sees and may nothing more
//	-staff-supervisor, -pin-supervisor
//	                                a clerk with audit, approve and supervise: reads who looked the card up, is the second person, and
//	                                sees the open drawers
//	-staff-lockable, -pin-lockable  a clerk whose PIN the suite may lock
//	-card2, -last62                 another active card: a quote of one card does not load the other; with a second person it is loaded with
//	                                the least amount that needs one, which is given back
//	-card-lockable, -last6-lockable a card whose matching the suite may lock for 15 minutes
//	-card-unloadable, -last6-unloadable
//	                                a card that cannot be loaded (expired, lost, …)
//	-card-near-limit, -last6-near-limit
//	                                a card with room for one smallest top-up, but not for a hundred, which is filled up: limits
//	                                are judged when the write arrives
//	-card-fee, -last6-fee           a card whose top-ups cost a fee; one smallest top-up is posted
//	-payer-from                     an amount in cents that needs a payer's name; it is posted once on -card, which must have room for it
//	-alone                          nobody else works at the office during the run: close numbers are counted
//	-cards-stoppable                up to four active cards that are locked for good at the end, the first one unlocked and locked again: 100000097/660200,100000113
//	                                (MOK ID, for the first one a slash and the last six, a comma between two)
//	-office-cert, -office-key       the desk's client certificate, where the office asks for one
//	-office-clock                   an address that moves a test office's clock on, asked as ?by=90s: what ends is seen to end
//
// Each desk name that the suite uses is new ("CT-" and random letters), so runs do not
// disturb each other.
package contract
