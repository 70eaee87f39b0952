package upn

import (
	"math"
	"math/bits"
	"sync"

	"rsc.io/qr/coding"
)

// SymbolSize is the modules on a side of the code: version 15, whatever it holds (TS 5.1 a).
const SymbolSize = 77

// Symbol is the code of an order, without its quiet zone of four modules. It never changes, so copies may share it.
type Symbol struct {
	Size int // SymbolSize; 0 for the zero Symbol, which is all light
	Mask int // the mask pattern that was chosen, 0 to 7
	grid *grid
}

// Dark tells whether the module in column x and row y, from the top left, is dark. Outside all is light.
func (s Symbol) Dark(x, y int) bool {
	return 0 <= x && x < s.Size && 0 <= y && y < s.Size && s.grid[y].has(x)
}

// Symbol is the order's code (TS 5.1, NP 3): version 15, level M, one byte segment with ECI 000004, the mask with the
// least penalty by ISO/IEC 18004. It refuses what Validate refuses.
func (o Order) Symbol() (Symbol, error) {
	payload, err := o.Payload()
	if err != nil {
		return Symbol{}, err
	}
	return symbolOf(payload)
}

// symbolOf codes a payload and chooses the mask.
func symbolOf(payload []byte) (Symbol, error) {
	first, err := modules(payload)
	if err != nil {
		return Symbol{}, err
	}
	best, least := 0, math.MaxInt
	for mask := range plans().remask {
		g := first
		g.xor(&plans().remask[mask])
		if p := g.penalty(); p < least {
			best, least = mask, p
		}
	}
	first.xor(&plans().remask[best])
	return Symbol{Size: SymbolSize, Mask: best, grid: &first}, nil
}

// modules are those of the payload under mask 0.
func modules(payload []byte) (grid, error) {
	words, err := codewords(payload)
	if err != nil {
		return grid{}, err
	}
	p := plans()
	g := p.blank
	for i, word := range words {
		for ; word != 0; word &= word - 1 {
			at := p.places[8*i+7-bits.TrailingZeros8(word)]
			g[at.y].flip(int(at.x))
		}
	}
	return g, nil
}

// codewords are the words of data and of correction, in the order in which a plan counts them: the whole payload as one segment of bytes
// behind an ECI header (TS 5.1 b and d, NP 3.2 and 3.4).
func codewords(payload []byte) ([]byte, error) {
	if len(payload) > maxPayload {
		return nil, &Error{Filler, TooLong, 0}
	}
	const (
		eciMode, eciLatin2 = 7, 4 // four and eight bits
		byteMode           = 4    // four bits, then the count in sixteen
	)
	var b coding.Bits
	b.Append(make([]byte, 0, 1024)) // room for everything, at once
	b.Write(eciMode, 4)
	b.Write(eciLatin2, 8)
	b.Write(byteMode, 4)
	b.Write(uint(len(payload)), 16)
	b.Append(payload)
	b.AddCheckBytes(version, level)
	return b.Bytes(), nil
}

// planned is what all codes share: what mask 0 draws for words of zeros, where it puts each of their bits, and for every mask the modules
// in which a code under it differs from the same code under mask 0, which are those of the pattern and of the format information.
type planned struct {
	blank  grid
	places []module
	remask [8]grid
}

type module struct{ x, y uint8 }

var plans = sync.OnceValue(func() *planned {
	first := plan(0)
	p := &planned{blank: dark(first), places: places(first)}
	for mask := range p.remask {
		p.remask[mask] = dark(plan(coding.Mask(mask)))
		p.remask[mask].xor(&p.blank)
	}
	return p
})

// places are where a plan puts each bit of the words.
func places(p *coding.Plan) []module {
	at := make([]module, 8*(p.DataBytes+p.CheckBytes))
	for y, line := range p.Pixel {
		for x, pixel := range line {
			if role := pixel.Role(); role == coding.Data || role == coding.Check {
				at[pixel.Offset()] = module{uint8(x), uint8(y)}
			}
		}
	}
	return at
}

// All codes are of one version and level (TS 5.1).
const (
	version = 15
	level   = coding.M
)

// plan can't fail: the version and the level exist.
func plan(mask coding.Mask) *coding.Plan {
	p, err := coding.NewPlan(version, level, mask)
	if err != nil {
		panic(err)
	}
	return p
}

// dark are the modules that a plan draws dark for data of zeros.
func dark(p *coding.Plan) grid {
	var g grid
	for y, line := range p.Pixel {
		for x, pixel := range line {
			if pixel&coding.Black != 0 {
				g[y].set(x)
			}
		}
	}
	return g
}
