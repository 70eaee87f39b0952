// Package proxy is a network that fails, over real sockets: it stands between desks and their office, ends
// the desks' TLS, does to each request what a plan says, and counts.
//
// House rules: only for tests. It knows HTTP and the contract's paths, and nothing of what it carries. What it
// loses it closes at once, so that nobody has to wait for a time-out; what it delivers twice it counts apart
// from what desks have sent. It outlives the processes on both its sides.
package proxy
