package paper

import (
	"strconv"
	"sync"

	"github.com/skip2/go-qrcode"
)

// portal is where a holder sees the card's balance and payments. The link says nothing of whose card it is.
const portal = "https://cekr.kranj.si"

// portalCode is the link to the portal as a QR symbol, without a quiet zone: the white around it is the layout's.
var portalCode = sync.OnceValue(func() [][]bool {
	symbol, err := qrcode.New(portal, qrcode.Medium)
	if err != nil {
		panic(err) // a constant that does not fit is a broken build
	}
	symbol.DisableBorder = true
	return symbol.Bitmap()
})

// square is n rows of n light modules, in one piece of memory.
func square(n int) [][]bool {
	all, rows := make([]bool, n*n), make([][]bool, n)
	for y := range rows {
		rows[y] = all[y*n : (y+1)*n : (y+1)*n]
	}
	return rows
}

// code draws a symbol as one path, counting in modules. It must be one: areas filled one by one leave fine light seams where
// they touch, and at 300 dots to the inch some readers then see nothing. Modules are taken together in the longest bars, lying or
// standing, that are still free: the fewer, the smaller the file.
func (q *quill) code(c inkCode) {
	q.setFill(black)
	q.op("q").numbers(c.module/mm, 0, 0, -c.module/mm).point(c.x, c.y).op("cm")
	left := square(len(c.rows))
	for y, row := range c.rows {
		copy(left[y], row)
	}
	for y, row := range left {
		for x := range row {
			if !row[x] {
				continue
			}
			w, h := bar(left, x, y)
			q.digits(x, y, w, h).op("re")
		}
	}
	q.op("f").op("Q")
}

// bar takes the longest bar away that begins at a dark module, and tells its size.
func bar(left [][]bool, x, y int) (w, h int) {
	for x+w < len(left[y]) && left[y][x+w] {
		w++
	}
	for y+h < len(left) && left[y+h][x] {
		h++
	}
	if w >= h {
		clear(left[y][x : x+w])
		return w, 1
	}
	for i := range h {
		left[y+i][x] = false
	}
	return 1, h
}

func (q *quill) digits(values ...int) *quill {
	for _, n := range values {
		q.buf.Write(strconv.AppendInt(q.buf.AvailableBuffer(), int64(n), 10))
		q.buf.WriteByte(' ')
	}
	return q
}
