package upn

import "math/bits"

// row is a line of modules, column x in bit x of low, or x-64 of high; beyond the last column all is light.
type row struct{ low, high uint64 }

// grid is the modules of a code, line by line.
type grid [SymbolSize]row

func (r *row) set(x int) {
	if x < 64 {
		r.low |= 1 << x
	} else {
		r.high |= 1 << (x - 64)
	}
}

func (r *row) flip(x int) {
	if x < 64 {
		r.low ^= 1 << x
	} else {
		r.high ^= 1 << (x - 64)
	}
}

func (r row) has(x int) bool {
	if x < 64 {
		return r.low>>x&1 != 0
	}
	return r.high>>(x-64)&1 != 0
}

// next holds in column x what r holds in column x+n; n is below 64.
func (r row) next(n uint) row { return row{r.low>>n | r.high<<(64-n), r.high >> n} }

// back holds in column x what r holds in column x-n.
func (r row) back(n uint) row { return row{r.low << n, r.high<<n | r.low>>(64-n)} }

func (r row) and(s row) row     { return row{r.low & s.low, r.high & s.high} }
func (r row) or(s row) row      { return row{r.low | s.low, r.high | s.high} }
func (r row) xor(s row) row     { return row{r.low ^ s.low, r.high ^ s.high} }
func (r row) without(s row) row { return row{r.low &^ s.low, r.high &^ s.high} }

// like holds the columns from 0 to before width, which is above 64, in which r and s agree.
func (r row) like(s row, width uint) row {
	return row{^(r.low ^ s.low), ^(r.high ^ s.high) & (1<<(width-64) - 1)}
}

func (r row) count() int { return bits.OnesCount64(r.low) + bits.OnesCount64(r.high) }

func (g *grid) xor(h *grid) {
	for y := range g {
		g[y] = g[y].xor(h[y])
	}
}

// The weights of ISO/IEC 18004, 7.8.3.1.
const (
	weightRun    = 3
	weightBlock  = 3
	weightFinder = 40
	weightShare  = 10
)

// penalty is the score of ISO/IEC 18004, 7.8.3: runs of five and more alike, blocks of two by two alike, patterns like
// a finder's and an uneven share of dark modules. A finder's pattern with light on both sides counts once, and the
// quiet zone is light: so read, the choice of mask agrees with the symbols that ZBS has printed.
func (g *grid) penalty() int {
	return g.runs() + g.blocks() + weightFinder*g.finders() + g.share()
}

// runs scores each run of n ≥ 5 alike, across and down, with n - 2. A window of five alike begins in every column that
// agrees with the next four times over, and a run has n - 4 windows and one first one.
func (g *grid) runs() int {
	windows, firsts := 0, 0
	var down, above row
	for y := range g {
		a := g[y].like(g[y].next(1), SymbolSize-1)
		a = a.and(a.next(1))
		a = a.and(a.next(2))
		windows += a.count()
		firsts += a.without(a.back(1)).count()
		if y+5 <= len(g) {
			down = g.window(y)
			windows += down.count()
			firsts += down.without(above).count()
			above = down
		}
	}
	return windows + (weightRun-1)*firsts
}

// window holds the columns in which five lines from y on agree.
func (g *grid) window(y int) row {
	alike := g[y].like(g[y+1], SymbolSize)
	for i := y + 1; i < y+4; i++ {
		alike = alike.and(g[i].like(g[i+1], SymbolSize))
	}
	return alike
}

// blocks scores each two by two alike.
func (g *grid) blocks() int {
	count := 0
	across := g[0].like(g[0].next(1), SymbolSize-1)
	for y := range len(g) - 1 {
		below := g[y+1].like(g[y+1].next(1), SymbolSize-1)
		count += across.and(below).and(g[y].like(g[y+1], SymbolSize)).count()
		across = below
	}
	return weightBlock * count
}

// finders counts dark, light, three dark, light, dark with four light before or after, across and down.
func (g *grid) finders() int {
	count := 0
	for y, r := range g {
		if core := finder(r, r.next(1), r.next(2), r.next(3), r.next(4), r.next(5), r.next(6)); core != (row{}) {
			before := r.back(1).or(r.back(2)).or(r.back(3)).or(r.back(4))
			after := r.next(7).or(r.next(8)).or(r.next(9)).or(r.next(10))
			count += core.without(before.and(after)).count()
		}
		if y+7 > len(g) {
			continue
		}
		if core := finder(r, g[y+1], g[y+2], g[y+3], g[y+4], g[y+5], g[y+6]); core != (row{}) {
			before, after := g.any(y-4, y), g.any(y+7, y+11)
			count += core.without(before.and(after)).count()
		}
	}
	return count
}

// finder holds the places where the seven steps are a finder's.
func finder(a, b, c, d, e, f, g row) row {
	return a.and(c).and(d).and(e).and(g).without(b.or(f))
}

// any holds the columns with a dark module in the lines from one to before another, as far as there are such.
func (g *grid) any(from, to int) (dark row) {
	for _, r := range g[max(from, 0):min(to, len(g))] {
		dark = dark.or(r)
	}
	return dark
}

// share scores every full five hundredths by which the dark modules miss half of all.
func (g *grid) share() int {
	dark := 0
	for y := range g {
		dark += g[y].count()
	}
	const all = SymbolSize * SymbolSize
	missed := 2*dark - all
	return weightShare * (max(missed, -missed) * 10 / all)
}
