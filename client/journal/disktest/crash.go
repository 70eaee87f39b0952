package disktest

import (
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
)

// manyPieces bounds the exhaustive search: a file or folder with more unsynced pieces is tried with every
// beginning of them, with each one missing and with each one alone; a file also with the length at the end of each.
const manyPieces = 8

// Crashes gives a new disk for every state in which a power cut at this instant may leave this one. The
// disk itself stays as it is. If several files are not synced, each is tried in all its states while the
// others have kept nothing of it, and while they have kept everything.
func (d *Disk) Crashes() iter.Seq[*Disk] {
	return func(yield func(*Disk) bool) {
		d.mu.Lock()
		folders := slices.Collect(d.folders())
		d.mu.Unlock()
		same := func(after *Disk) bool { after.logs = d.logs; return yield(after) }
		for _, folder := range folders {
			if !crashed(folder, same) {
				return
			}
		}
	}
}

func crashed(folder map[string]*inode, yield func(*Disk) bool) bool {
	var loose []string
	for _, name := range slices.Sorted(maps.Keys(folder)) {
		if len(folder[name].pieces) > 0 {
			loose = append(loose, name)
		}
	}
	if len(loose) == 0 {
		return yield(made(folder, "", nil, false))
	}
	for _, name := range loose {
		for content := range folder[name].contents() {
			if !yield(made(folder, name, content, false)) || len(loose) > 1 && !yield(made(folder, name, content, true)) {
				return false
			}
		}
	}
	return true
}

// made is a disk on which one file has a given content, and the others have all that was written, or only what
// was synced.
func made(folder map[string]*inode, name string, content []byte, all bool) *Disk {
	out := New()
	for other, f := range folder {
		again := synced(content)
		switch {
		case other == name:
		case all:
			again = synced(f.show())
		default:
			again = synced(f.keep())
		}
		out.shown[other], out.kept[other] = again, again
	}
	return out
}

// folders gives what the folder may hold.
func (d *Disk) folders() iter.Seq[map[string]*inode] {
	return func(yield func(map[string]*inode) bool) {
		choices := subsets(len(d.changes))
		if d.logs {
			choices = beginnings(len(d.changes))
		}
		for chosen := range choices {
			folder := maps.Clone(d.kept)
			for i, c := range d.changes {
				if chosen(i) {
					c.apply(folder)
				}
			}
			if !yield(folder) {
				return
			}
		}
	}
}

func (c change) apply(folder map[string]*inode) {
	if c.from != "" {
		delete(folder, c.from)
	}
	if c.to != "" {
		folder[c.to] = c.file
	}
}

// contents gives what the file may hold: each choice of its pieces with each length between the shortest and
// the longest, and each piece that overwrites something torn at each byte.
func (f *inode) contents() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		shortest, longest := f.lengths()
		for size := shortest; size <= longest; size++ {
			if len(f.pieces) > manyPieces && size < longest {
				if !f.endsAt(size) {
					continue
				}
				if !yield(f.made(f.pieces, func(int) bool { return true }, size)) {
					return
				}
				continue
			}
			pieces := f.below(size)
			for chosen := range subsets(len(pieces)) {
				if !yield(f.made(pieces, chosen, size)) {
					return
				}
			}
		}
		for i := range f.pieces {
			for torn := range f.torn(i) {
				if !yield(torn) {
					return
				}
			}
		}
	}
}

// lengths gives the least and the greatest length that the file has had since it was synced.
func (f *inode) lengths() (shortest, longest int) {
	shortest, longest = len(f.kept), len(f.kept)
	size := len(f.kept)
	for _, p := range f.pieces {
		if p.cut {
			size = p.at
		} else {
			size = max(size, p.at+len(p.data))
		}
		shortest, longest = min(shortest, size), max(longest, size)
	}
	return shortest, longest
}

// below gives the pieces that make a difference to a file of that length.
func (f *inode) below(size int) []piece {
	return slices.DeleteFunc(slices.Clone(f.pieces), func(p piece) bool { return p.cut || p.at >= size })
}

func (f *inode) endsAt(size int) bool {
	return slices.ContainsFunc(f.pieces, func(p piece) bool { return p.at+len(p.data) == size })
}

// made is the file of that length with the chosen pieces, as far as they fit.
func (f *inode) made(pieces []piece, chosen func(int) bool, size int) []byte {
	out := resize(slices.Clone(f.kept), size)
	for i, p := range pieces {
		if chosen(i) && !p.cut && p.at < size {
			out = p.apply(out)[:size]
		}
	}
	return out
}

// torn gives the states in which the i-th piece, in the midst of the file, stops at each byte. The pieces before
// it have survived, the later ones have not.
func (f *inode) torn(i int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		p := f.pieces[i]
		if p.cut || p.at+len(p.data) > len(f.kept) {
			return
		}
		for n := 1; n < len(p.data); n++ {
			out := slices.Clone(f.kept)
			for _, before := range f.pieces[:i] {
				out = before.apply(out)
			}
			if !yield(piece{at: p.at, data: p.data[:n]}.apply(out)) {
				return
			}
		}
	}
}

// subsets gives the choices among n things: all of them, or, if they are too many, a fair part.
func subsets(n int) iter.Seq[func(int) bool] {
	return func(yield func(func(int) bool) bool) {
		if n <= manyPieces {
			for bits := range 1 << n {
				if !yield(func(i int) bool { return bits>>i&1 == 1 }) {
					return
				}
			}
			return
		}
		for k := range n + 1 {
			if !yield(func(i int) bool { return i < k }) ||
				!yield(func(i int) bool { return i != k }) ||
				!yield(func(i int) bool { return i == k }) {
				return
			}
		}
	}
}

// beginnings gives the first k of n things, for every k.
func beginnings(n int) iter.Seq[func(int) bool] {
	return func(yield func(func(int) bool) bool) {
		for k := range n + 1 {
			if !yield(func(i int) bool { return i < k }) {
				return
			}
		}
	}
}

// Crash gives one of the states that Crashes gives, or one that is torn in several places, by chance.
func (d *Disk) Crash(chance *rand.Rand) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	folder := maps.Clone(d.kept)
	logged := chance.IntN(len(d.changes) + 1)
	for i, c := range d.changes {
		if d.logs && i < logged || !d.logs && chance.IntN(2) == 0 {
			c.apply(folder)
		}
	}
	out := New()
	out.logs = d.logs
	for _, name := range slices.Sorted(maps.Keys(folder)) {
		again := folder[name].survivor(chance)
		out.shown[name], out.kept[name] = again, again
	}
	return out
}

// survivor is the file as a power cut may leave it.
func (f *inode) survivor(chance *rand.Rand) *inode {
	if len(f.pieces) == 0 {
		return synced(f.keep())
	}
	shortest, longest := f.lengths()
	size := shortest + chance.IntN(longest-shortest+1)
	odds := []int{0, 1, 4, 7, 8}[chance.IntN(5)] // of 8; all and nothing are as likely as any part
	return synced(f.made(f.below(size), func(int) bool { return chance.IntN(8) < odds }, size))
}
