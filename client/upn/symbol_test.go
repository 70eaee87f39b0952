package upn

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
	"pgregory.net/rapid"
)

// picture writes the symbol as rows of 1 and 0, each ended by a line feed.
func picture(s Symbol) string {
	var out strings.Builder
	for y := range s.Size {
		for x := range s.Size {
			if s.Dark(x, y) {
				out.WriteByte('1')
			} else {
				out.WriteByte('0')
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// masked codes a payload with a given mask.
func masked(t tester, payload []byte, mask int) Symbol {
	t.Helper()
	g, err := modules(payload)
	if err != nil {
		t.Fatal(err)
	}
	g.xor(&plans().remask[mask])
	return Symbol{Size: SymbolSize, Mask: mask, grid: &g}
}

// tester is a test of either kind.
type tester interface {
	Helper()
	Fatal(...any)
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// decoded reads a symbol with the other library: its 415 data codewords and its text.
func decoded(t tester, s Symbol) (codewords []byte, text string) {
	t.Helper()
	matrix, err := gozxing.NewSquareBitMatrix(s.Size)
	if err != nil {
		t.Fatal(err)
	}
	for y := range s.Size {
		for x := range s.Size {
			if s.Dark(x, y) {
				matrix.Set(x, y)
			}
		}
	}
	result, err := decoder.NewDecoder().Decode(matrix, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result.GetRawBytes(), result.GetText()
}

// encoded makes a symbol with the other library, with a mask of its own choice (-1) or ours.
func encoded(t tester, payload []byte, mask int) *encoder.QRCode {
	t.Helper()
	hints := map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_CHARACTER_SET: "ISO-8859-2",
		gozxing.EncodeHintType_QR_VERSION:    15,
	}
	if mask >= 0 {
		hints[gozxing.EncodeHintType_QR_MASK_PATTERN] = mask
	}
	code, err := encoder.Encoder_encode(decode(payload), decoder.ErrorCorrectionLevel_M, hints)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func pictureOfOther(code *encoder.QRCode) string {
	var out strings.Builder
	matrix := code.GetMatrix()
	for y := range matrix.GetHeight() {
		for x := range matrix.GetWidth() {
			out.WriteByte('0' + byte(matrix.Get(x, y)))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func TestOfficialSymbolsAreDrawnModuleForModule(t *testing.T) {
	drawn, chosen := 0, 0
	for _, v := range official {
		if v.padded == 0 {
			continue
		}
		chosen++
		if s, err := symbolOf(v.filled()); err != nil || s.Mask != v.mask {
			t.Errorf("%s: mask %d, but ZBS chose %d (%v)", v.name, s.Mask, v.mask, err)
		}
		if v.matrix == "" {
			continue
		}
		drawn++
		if got := hexSum([]byte(picture(masked(t, v.filled(), v.mask)))); got != v.matrix {
			t.Errorf("%s: %s", v.name, got)
		}
	}
	if drawn != 3 || chosen != 9 {
		t.Errorf("%d drawn, %d masks", drawn, chosen)
	}
}

func TestSymbolOfAWithoutFiller(t *testing.T) {
	s, err := official[2].order.Symbol()
	if err != nil {
		t.Fatal(err)
	}
	if got := hexSum([]byte(picture(s))); s.Mask != 4 || got != "fa9309d8e118e9a3e6440eec6dffbdf9476ca4921274f79cb54046d45e0e13fd" {
		t.Errorf("mask %d, %s", s.Mask, got)
	}
	codewords, _ := decoded(t, s)
	if got := hexSum(codewords); got != "b86717f958a9781d471978f7a7461cc53fbd723017a673f8e63d31585125bb51" {
		t.Errorf("codewords %s", got)
	}
}

func TestCodewordsOfTheVectors(t *testing.T) {
	for _, v := range vectors() {
		if v.padded == 0 {
			v.padded = 400
		}
		s, err := symbolOf(v.filled())
		if err != nil {
			t.Fatal(err)
		}
		codewords, text := decoded(t, s)
		if text != decode(v.filled()) {
			t.Errorf("%s is read as %q", v.name, text)
		}
		if want := closedForm(v.filled()); string(codewords) != string(want) {
			t.Errorf("%s: codewords %x", v.name, codewords)
		}
		if got := hexSum(codewords); v.codewords != "" && got != v.codewords {
			t.Errorf("%s: codewords %s", v.name, got)
		}
	}
}

// closedForm is what the 415 data codewords are: ECI 4, byte mode, count, payload, end, padding.
func closedForm(payload []byte) []byte {
	out := append([]byte{0x70, 0x44, byte(len(payload) >> 8), byte(len(payload))}, payload...)
	if len(payload) < 411 {
		out = append(out, 0)
	}
	for i := 0; len(out) < 415; i++ {
		out = append(out, [2]byte{0xec, 0x11}[i%2])
	}
	return out
}

func TestEveryMaskIsDrawnAsTheOtherLibraryDrawsIt(t *testing.T) {
	for _, v := range []vector{official[2], official[3], own[0]} {
		for mask := range 8 {
			if picture(masked(t, v.bytes(), mask)) != pictureOfOther(encoded(t, v.bytes(), mask)) {
				t.Errorf("%s differs under mask %d", v.name, mask)
			}
		}
	}
}

func TestTheMaskIsTheOneTheOtherLibraryChooses(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine and much reckoning: left to the run without the race detector")
	}
	orders := 1000
	if size := os.Getenv("DESK_TESTS"); size == "night" || size == "release" {
		orders = 20_000
	}
	chosen := [8]int{}
	random := rand.New(rand.NewPCG(1, 2))
	gen := rapid.Custom(drawOrder)
	for i := range orders {
		o := gen.Example(int(random.Int32()))
		payload, err := o.Payload()
		if err != nil {
			t.Fatal(err)
		}
		s, err := o.Symbol()
		if err != nil {
			t.Fatal(err)
		}
		if other := encoded(t, payload, -1); picture(s) != pictureOfOther(other) {
			t.Fatalf("order %d: mask %d, theirs %d: %q", i, s.Mask, other.GetMaskPattern(), payload)
		}
		chosen[s.Mask]++
	}
	t.Logf("masks chosen: %v", chosen)
}

// Orders are short beside the symbol's room, so its padding favours some masks; full payloads have no favourite.
func TestEveryMaskIsChosenAsTheOtherLibraryDoes(t *testing.T) {
	chosen := [8]int{}
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		payload := make([]byte, maxPayload)
		for i := range payload {
			payload[i], _ = encode(letters[random.IntN(len(letters))])
		}
		s, err := symbolOf(payload)
		if err != nil {
			t.Fatal(err)
		}
		if other := encoded(t, payload, -1); picture(s) != pictureOfOther(other) {
			t.Fatalf("mask %d, theirs %d: %x", s.Mask, other.GetMaskPattern(), payload)
		}
		chosen[s.Mask]++
	}
	for mask, n := range chosen {
		if n == 0 {
			t.Errorf("mask %d was never chosen: %v", mask, chosen)
		}
	}
}

func TestOfTwoMasksAlikeTheFirstIsChosen(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for ties := 0; ties < 3; {
		payload := make([]byte, 200)
		for i := range payload {
			payload[i] = byte('a' + random.IntN(26))
		}
		first, err := modules(payload)
		if err != nil {
			t.Fatal(err)
		}
		least, masks := math.MaxInt, 0
		for mask := range 8 {
			g := first
			g.xor(&plans().remask[mask])
			switch p := g.penalty(); {
			case p < least:
				least, masks = p, 1
			case p == least:
				masks++
			}
		}
		if masks < 2 {
			continue
		}
		ties++
		s, err := symbolOf(payload)
		if err != nil {
			t.Fatal(err)
		}
		if other := encoded(t, payload, -1).GetMaskPattern(); s.Mask != other {
			t.Errorf("%q: mask %d, theirs %d", payload, s.Mask, other)
		}
	}
}

func TestPenaltyAgreesWithTheOtherLibraryOnAnyModules(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 300 {
		var g grid
		matrix := encoder.NewByteMatrix(SymbolSize, SymbolSize)
		for y := range SymbolSize {
			for x := range SymbolSize {
				// From scattered to nearly empty and nearly full, with stripes, so that every rule has work.
				dark := random.IntN(100) < round/3 || round%3 == 1 && x%7 != y%5 && x%2 == 0 || round%3 == 2 && "1011101"[x%7] == '1'
				if dark {
					g[y].set(x)
					matrix.Set(x, y, 1)
				}
			}
		}
		for name, scores := range map[string][2]int{
			"runs":    {g.runs(), encoder.MaskUtil_applyMaskPenaltyRule1(matrix)},
			"blocks":  {g.blocks(), encoder.MaskUtil_applyMaskPenaltyRule2(matrix)},
			"finders": {weightFinder * g.finders(), encoder.MaskUtil_applyMaskPenaltyRule3(matrix)},
			"share":   {g.share(), encoder.MaskUtil_applyMaskPenaltyRule4(matrix)},
		} {
			if scores[0] != scores[1] {
				t.Fatalf("round %d: %s %d, theirs %d", round, name, scores[0], scores[1])
			}
		}
	}
}

func TestOutsideTheSymbolIsLight(t *testing.T) {
	s, err := own[0].order.Symbol()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range [][2]int{{-1, 0}, {0, -1}, {77, 0}, {0, 77}, {127, 5}, {1000, 1000}} {
		if s.Dark(p[0], p[1]) {
			t.Errorf("%v is dark", p)
		}
		if (Symbol{}).Dark(p[0], p[1]) || (Symbol{}).Dark(0, 0) {
			t.Error("nothing is dark")
		}
	}
	if s.Size != 77 || !s.Dark(0, 0) || !s.Dark(76, 0) || !s.Dark(0, 76) || s.Dark(7, 7) {
		t.Error("the finders are not in their corners")
	}
}

func TestMoreThanTheSymbolHoldsIsRefused(t *testing.T) {
	for _, length := range []int{410, 411, 412} {
		s, err := symbolOf([]byte(strings.Repeat("a", length)))
		if (err == nil) != (length <= 411) {
			t.Errorf("%d bytes: %v", length, err)
		}
		if err == nil {
			if _, text := decoded(t, s); len(text) != length {
				t.Errorf("%d bytes are read as %d", length, len(text))
			}
		}
	}
	if _, err := (Order{}).Symbol(); err == nil {
		t.Error("an empty order has a code")
	}
}

func TestASymbolTakesFewAllocations(t *testing.T) {
	o := own[0].order
	if n := testing.AllocsPerRun(20, func() { _, _ = o.Symbol() }); n > 20 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkSymbol(b *testing.B) {
	o := own[0].order
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.Symbol(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSymbolByGozxing(b *testing.B) {
	payload := own[0].bytes()
	b.ReportAllocs()
	for b.Loop() {
		encoded(b, payload, -1)
	}
}

func BenchmarkDarkOfAllModules(b *testing.B) {
	s, err := own[0].order.Symbol()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		dark := 0
		for y := range s.Size {
			for x := range s.Size {
				if s.Dark(x, y) {
					dark++
				}
			}
		}
	}
}

func BenchmarkPayload(b *testing.B) {
	o := own[0].order
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.Payload(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	payload := own[0].bytes()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(payload); err != nil {
			b.Fatal(err)
		}
	}
}
