package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"testing"
	"time"
)

func TestZ(t *testing.T) {
	o := sampleOrder()
	o.Layout = OnBlank
	b, _ := o.PDF()
	_, streams, _ := readPDF(t, b)
	big := []byte{}
	for _, s := range streams {
		if bytes.Contains(s, []byte(" re")) {
			big = s
		}
	}
	p, _ := o.page()
	var rows [][]bool
	for m := range p.all() {
		if c, ok := m.(inkCode); ok {
			rows = c.rows
		}
	}
	i := bytes.Index(big, []byte("cm\n"))
	j := bytes.LastIndex(big, []byte("f"))
	code := big[i:j]
	var alts = map[string][]byte{"whole": big, "code": code}
	var v, w, bit bytes.Buffer
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&v, "%d %d m %d %d l\n", x, y, x+run, y)
				fmt.Fprintf(&w, "%d 0 %d 1 re\n", x, run)
				x += run
			}
		}
		fmt.Fprintf(&w, "1 0 0 1 0 1 cm\n")
		for _, d := range row {
			bit.WriteByte(map[bool]byte{true: '1', false: '0'}[d])
		}
	}
	alts["m l"], alts["cm"], alts["bits"] = v.Bytes(), w.Bytes(), bit.Bytes()
	// greedy rectangles
	var g bytes.Buffer
	used := map[[2]int]bool{}
	n := 0
	for y, row := range rows {
		for x := range row {
			if !row[x] || used[[2]int{x, y}] {
				continue
			}
			wd := 0
			for x+wd < 77 && row[x+wd] && !used[[2]int{x + wd, y}] {
				wd++
			}
			ht := 0
			for y+ht < 77 && rows[y+ht][x] && !used[[2]int{x, y + ht}] {
				ht++
			}
			if wd >= ht {
				ht = 1
			} else {
				wd = 1
			}
			for a := range wd {
				for c := range ht {
					used[[2]int{x + a, y + c}] = true
				}
			}
			n++
			fmt.Fprintf(&g, "%d %d %d %d re\n", x, y, wd, ht)
		}
	}
	alts["greedy"] = g.Bytes()
	t.Log("greedy n", n)
	for name, s := range alts {
		for _, l := range []int{1, 3, 5, 6, 9} {
			var out bytes.Buffer
			zw, _ := zlib.NewWriterLevel(&out, l)
			start := time.Now()
			for range 20 {
				out.Reset()
				zw.Reset(&out)
				zw.Write(s)
				zw.Close()
			}
			t.Log(name, len(s), "level", l, out.Len(), time.Since(start)/20)
		}
	}
}
