package proxy

// Tally is what a proxy has counted.
type Tally struct {
	Arrived    map[string]int  // PUTs that came whole from a desk, by Seen.Key
	Torn       map[string]int  // those of them that it reset and never read to the end
	Delivered  map[string]int  // PUTs that went on to the office, copies too
	Copies     map[string]int  // those of them that no desk has sent: the network's own
	HungUp     int             // connections that ended before the handshake
	Faults     map[Kind]int    // requests by what was done to them
	Tokens     map[string]bool // every token seen
	Unanswered int             // deliveries that the office gave no answer to
}

// Tally is what was counted so far. The maps are the caller's.
func (p *Proxy) Tally() Tally {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.tally
	t.Arrived, t.Delivered, t.Copies, t.Torn = clone(t.Arrived), clone(t.Delivered), clone(t.Copies), clone(t.Torn)
	t.Faults, t.Tokens = clone(t.Faults), clone(t.Tokens)
	return t
}

func clone[K comparable, V any](in map[K]V) map[K]V {
	out := make(map[K]V, len(in))
	for k, v := range in {
		out[k] = v
	}
	return out
}

func (p *Proxy) count(change func(*Tally)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.tally)
}
