package ink

import (
	"bytes"
	"crypto/subtle"
	"sync"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common/reedsolomon"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// dataOf is the data of a symbol, of which every block must be without an error.
func dataOf(matrix *gozxing.BitMatrix) (data []byte, version *decoder.Version, level decoder.ErrorCorrectionLevel, err error) {
	parser, err := decoder.NewBitMatrixParser(matrix)
	if err != nil {
		return nil, nil, 0, err
	}
	version, err = parser.ReadVersion()
	if err != nil {
		return nil, nil, 0, err
	}
	format, err := parser.ReadFormatInformation()
	if err != nil {
		return nil, nil, 0, err
	}
	level = format.GetErrorCorrectionLevel()
	words, err := parser.ReadCodewords()
	if err != nil {
		return nil, nil, 0, err
	}
	blocks, err := decoder.DataBlock_GetDataBlocks(words, version, level)
	if err != nil {
		return nil, nil, 0, err
	}
	for _, b := range blocks {
		of, checks := b.GetCodewords(), b.GetNumDataCodewords()
		if !bytes.Equal(remainder(of[:checks], len(of)-checks), of[checks:]) {
			return nil, nil, 0, ErrUnreadable
		}
		data = append(data, of[:checks]...)
	}
	return data, version, level, nil
}

// remainder is what a block's data leaves when it is divided by the polynomial of so many words of correction: those words, if nothing is
// wrong. A decoder's sums, one for each root of that polynomial, find the same and take far longer.
func remainder(data []byte, words int) []byte {
	left, multiples := make([]byte, words), divisors[words]()
	for _, b := range data {
		factor := b ^ left[0]
		copy(left, left[1:])
		left[words-1] = 0
		subtle.XORBytes(left, left, multiples[factor])
	}
	return left
}

// mostWords is how many words of correction a block may have (ISO/IEC 18004, table 9).
const mostWords = 30

// divisors are, by their words of correction, the polynomials that blocks are divided by, without their first coefficient, which is 1:
// each times every byte.
var divisors [mostWords + 1]func() *[256][]byte

func init() {
	for words := range divisors {
		divisors[words] = sync.OnceValue(func() *[256][]byte { return divisor(words) })
	}
}

func divisor(words int) *[256][]byte {
	field := reedsolomon.GenericGF_QR_CODE_FIELD_256
	product := []int{1} // of x - 2^0, x - 2^1, ...: the highest power first
	for i := range words {
		product = append(product, 0)
		for k := len(product) - 1; k > 0; k-- {
			product[k] ^= field.Multiply(product[k-1], field.Exp(i))
		}
	}
	var multiples [256][]byte
	for factor := range multiples {
		multiples[factor] = make([]byte, words)
		for k, c := range product[1:] {
			multiples[factor][k] = byte(field.Multiply(factor, c))
		}
	}
	return &multiples
}
