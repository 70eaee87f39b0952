package ink

import (
	"errors"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/skip2/go-qrcode"
)

// ErrUnreadable is a code that can't be read back. It says nothing of what the code holds.
var ErrUnreadable = errors.New("ink: the code can't be read")

// NewCode is text as a QR symbol of medium correction: its rows of modules, dark ones true, without a quiet zone. The white around
// it is the layout's.
func NewCode(text string) ([][]bool, error) {
	symbol, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, err
	}
	symbol.DisableBorder = true
	return symbol.Bitmap(), nil
}

// ReadCode is what the rows of a QR symbol say, by a decoder that shares nothing with what makes symbols here. It mends nothing: a symbol
// in which a single module of data or correction is wrong is unreadable, so all that readers may mend is left for dirt and folds. The
// error is ErrUnreadable. Finder, alignment and timing patterns are not looked at: they are found in pictures, not in rows.
func ReadCode(rows [][]bool) (string, error) {
	matrix, err := gozxing.ParseBoolMapToBitMatrix(rows)
	if err != nil {
		return "", ErrUnreadable
	}
	data, version, level, err := dataOf(matrix)
	if err != nil {
		return "", ErrUnreadable
	}
	result, err := decoder.DecodedBitStreamParser_Decode(data, version, level, nil)
	if err != nil {
		return "", ErrUnreadable // the decoder's own words may hold what it read
	}
	return result.GetText(), nil
}

// Modules is n rows of n light modules, in one piece of memory.
func Modules(n int) [][]bool {
	all, rows := make([]bool, n*n), make([][]bool, n)
	for y := range rows {
		rows[y] = all[y*n : (y+1)*n : (y+1)*n]
	}
	return rows
}

// packed is a row as an image has it: a bit a module, the first one highest, dark ones set, filled up with light ones to whole bytes.
func packed(row []bool) []byte {
	out := make([]byte, (len(row)+7)/8)
	for x, dark := range row {
		bit := byte(0)
		if dark {
			bit = 0x80
		}
		out[x/8] |= bit >> (x % 8)
	}
	return out
}
