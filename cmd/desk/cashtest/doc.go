// Package cashtest tries whether cash is ever lost, doubled, or posted after it was handed back: whole counters
// without their window, driven by clerks who do what clerks do, against a real office, over networks, disks and
// processes that fail.
//
// House rules: only for tests. The parts under trial are the shipped ones: flows, client, resty, net/http,
// journal, and the embedded office over SQLite. Only the network between them, the disk below the journal, the
// clock and the clerk are made here. Chance comes from a seed, a stream of its own for each desk and each use,
// so that a seed replays what it found. What a clerk was told and what was done with the cash is written down by
// the clerk's own eyes and hands, and is compared with the office's ledger in the end: see Books. A trial that
// does not find a seeded bug proves nothing: see Bug.
package cashtest
