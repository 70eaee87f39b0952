package ink

import (
	"image"
	"math"
)

// shape is closed outlines to be filled together, in pixels.
type shape struct {
	segments               []segment
	left, top, right, foot float64
}

func newShape() *shape {
	return &shape{left: math.Inf(1), top: math.Inf(1), right: math.Inf(-1), foot: math.Inf(-1)}
}

func (s *shape) widen(p point) {
	s.left, s.top = min(s.left, p.x), min(s.top, p.y)
	s.right, s.foot = max(s.right, p.x), max(s.foot, p.y)
}

func (s *shape) add(t segment) {
	s.widen(t.to)
	if t.curved {
		s.widen(t.by)
	}
	s.segments = append(s.segments, t)
}

func (s *shape) polygon(corners ...point) {
	for i, c := range corners {
		s.add(segment{begins: i == 0, to: c})
	}
}

// frame is the pixels that a shape may touch.
func (s *shape) frame() image.Rectangle {
	return image.Rect(int(math.Floor(s.left)), int(math.Floor(s.top)), int(math.Ceil(s.right))+1, int(math.Ceil(s.foot))+1)
}
