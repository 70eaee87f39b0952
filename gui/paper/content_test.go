package paper

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// This is a small reader of page contents: what ink a finished PDF puts where, in millimetres from the page's top left corner,
// found from the operators alone. It shares nothing with the writer.

type drawnBox struct {
	x1, y1, x2, y2 float64
	fill, stroke   string // the colour's operands and operator, "" if not painted so
	weight         float64
}

type drawnLine struct {
	x1, y1, x2, y2, weight float64
	dash, colour           string
}

type drawnText struct {
	x, y, size, scale float64 // scale in per cent
	colour, text      string
	turned            bool
}

type contents struct {
	boxes  []drawnBox
	lines  []drawnLine
	texts  []drawnText
	height float64

	at       [6]float64 // the matrix: page points from the current units
	stack    [][6]float64
	operands []string
	state    struct{ fill, stroke, dash string }
	weight   float64
	scale    float64
	scales   []float64
	size     float64
	rects    []drawnBox
	from     [2]float64
	to       [2]float64
	textAt   [2]float64
	turned   bool
}

// readPage reads the first page's content.
func readPage(t testing.TB, pdf []byte) *contents {
	t.Helper()
	_, streams, _ := readPDF(t, pdf)
	_, height := sizeOf(t, pdf)
	c := &contents{height: height, at: [6]float64{1, 0, 0, 1, 0, 0}, scale: 100}
	c.state.fill, c.state.stroke = "0 g", "0 G"
	for n := 1; n < 10; n++ { // the first stream is the first page
		if stream, ok := streams[n]; ok {
			c.read(stream)
			return c
		}
	}
	t.Fatal("no content")
	return nil
}

func (c *contents) read(stream []byte) {
	for len(stream) > 0 {
		switch b := stream[0]; {
		case b == ' ' || b == '\n':
			stream = stream[1:]
		case b == '(':
			var text []byte
			i := 1
			for ; stream[i] != ')'; i++ {
				if stream[i] == '\\' {
					i++
				}
				text = append(text, stream[i])
			}
			c.operands = append(c.operands, decoded(text))
			stream = stream[i+1:]
		case b == '[':
			end := bytes.IndexByte(stream, ']')
			c.operands = append(c.operands, strings.TrimSpace(string(stream[1:end])))
			stream = stream[end+1:]
		case bytes.HasPrefix(stream, []byte("BI ")):
			end := bytes.Index(stream, []byte("\nEI\n"))
			c.image(string(stream[len("BI "):end]))
			stream = stream[end+len("\nEI\n"):]
		default:
			end := bytes.IndexAny(stream, " \n[(")
			if end < 0 {
				end = len(stream)
			}
			word := string(stream[:end])
			stream = stream[end:]
			if _, err := strconv.ParseFloat(word, 64); err == nil || word[0] == '/' {
				c.operands = append(c.operands, word)
				continue
			}
			c.do(word)
			c.operands = c.operands[:0]
		}
	}
}

func (c *contents) number(i int) float64 {
	v, err := strconv.ParseFloat(c.operands[i], 64)
	if err != nil {
		panic("not a number: " + c.operands[i])
	}
	return v
}

// point turns operands i and i+1 into millimetres from the top left.
func (c *contents) point(x, y float64) (float64, float64) {
	m := c.at
	px, py := m[0]*x+m[2]*y+m[4], m[1]*x+m[3]*y+m[5]
	return px * 25.4 / 72, c.height - py*25.4/72
}

func (c *contents) do(op string) {
	switch op {
	case "g", "k":
		c.state.fill = strings.Join(c.operands, " ") + " " + op
	case "G", "K":
		c.state.stroke = strings.Join(c.operands, " ") + " " + op
	case "w":
		c.weight = c.number(0)
	case "d":
		c.state.dash = c.operands[0]
	case "q":
		c.stack, c.scales = append(c.stack, c.at), append(c.scales, c.scale)
	case "Q":
		c.at, c.stack = c.stack[len(c.stack)-1], c.stack[:len(c.stack)-1]
		c.scale, c.scales = c.scales[len(c.scales)-1], c.scales[:len(c.scales)-1]
	case "cm":
		var n [6]float64
		for i := range n {
			n[i] = c.number(i)
		}
		m := c.at
		c.at = [6]float64{
			n[0]*m[0] + n[1]*m[2], n[0]*m[1] + n[1]*m[3], n[2]*m[0] + n[3]*m[2], n[2]*m[1] + n[3]*m[3],
			n[4]*m[0] + n[5]*m[2] + m[4], n[4]*m[1] + n[5]*m[3] + m[5],
		}
	case "re":
		ax, ay := c.point(c.number(0), c.number(1))
		bx, by := c.point(c.number(0)+c.number(2), c.number(1)+c.number(3))
		c.rects = append(c.rects, drawnBox{x1: min(ax, bx), y1: min(ay, by), x2: max(ax, bx), y2: max(ay, by)})
	case "f", "S", "B":
		c.paint(op)
	case "m":
		c.from[0], c.from[1] = c.point(c.number(0), c.number(1))
	case "l":
		c.to[0], c.to[1] = c.point(c.number(0), c.number(1))
		c.lines = append(c.lines, drawnLine{c.from[0], c.from[1], c.to[0], c.to[1], c.weight, c.state.dash, c.state.stroke})
	case "Tf":
		c.size = c.number(1)
	case "Tz":
		c.scale = c.number(0)
	case "Td":
		c.textAt[0], c.textAt[1] = c.point(c.number(0), c.number(1))
		c.turned = false
	case "Tm":
		c.textAt[0], c.textAt[1] = c.point(c.number(4), c.number(5))
		c.turned = true
	case "Tj":
		c.texts = append(c.texts, drawnText{c.textAt[0], c.textAt[1], c.size, c.scale, c.state.fill, c.operands[0], c.turned})
	case "BT", "ET", "J", "j":
	default:
		panic("an operator that the reader does not know: " + op)
	}
}

func (c *contents) paint(op string) {
	for _, r := range c.rects {
		if op != "S" {
			r.fill = c.state.fill
		}
		if op != "f" {
			r.stroke, r.weight = c.state.stroke, c.weight
		}
		c.boxes = append(c.boxes, r)
	}
	c.rects = nil
}

// image adds the dark modules of an image mask as boxes.
func (c *contents) image(text string) {
	dictionary, digits, _ := strings.Cut(text, " ID\n")
	var wide, high int
	if _, err := fmt.Sscanf(dictionary, "/IM true /D [1 0] /W %d /H %d /F /AHx", &wide, &high); err != nil {
		panic("an image that the reader does not know: " + dictionary)
	}
	dots, err := hex.DecodeString(strings.TrimSuffix(digits, ">"))
	line := (wide + 7) / 8
	if err != nil || !strings.HasSuffix(digits, ">") || len(dots) != line*high {
		panic("an image that is cut")
	}
	x, y := func(i int) float64 { return float64(i) / float64(wide) }, func(j int) float64 { return 1 - float64(j)/float64(high) }
	for j := 0; j < high; j += 2 { // two dots down a module
		if !bytes.Equal(dots[j*line:(j+1)*line], dots[(j+1)*line:(j+2)*line]) {
			panic("half a module")
		}
		for i := range wide {
			if dots[j*line+i/8]&(0x80>>(i%8)) != 0 {
				x1, y1 := c.point(x(i), y(j))
				x2, y2 := c.point(x(i+1), y(j+2))
				c.boxes = append(c.boxes, drawnBox{x1: x1, y1: y1, x2: x2, y2: y2, fill: c.state.fill})
			}
		}
	}
}

// near tells whether two lengths in millimetres agree to the bound that the form is held to.
func near(a, b float64) bool { return math.Abs(a-b) <= 0.05 }
