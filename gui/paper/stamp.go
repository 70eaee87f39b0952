package paper

import (
	"math"

	"cekr.kranj.si/desk/gui/text"
)

// trainingBar is a black bar across the slip that says VADNI PRIMER and what that means. It stands at both ends,
// so that no half of a torn slip passes for a real one.
func (s *slip) trainingBar() {
	if !s.training {
		return
	}
	title, note := style{sansBold, 15}, style{sansBold, 7.5}
	from := len(s.page.marks)
	top := s.y
	s.gap(1)
	s.para(title, toCentre, s.say("training.stamp"))
	s.left, s.right = s.left+2, s.right-2
	s.para(note, toCentre, s.say(s.note))
	s.left, s.right = s.left-2, s.right+2
	s.gap(1.2)
	for i, m := range s.page.marks[from:] {
		if t, ok := m.(inkText); ok {
			t.ink = white
			s.page.marks[from+i] = t
		}
	}
	bar := inkBox{x: s.left, y: top, w: s.width(), h: s.y - top, fill: &black}
	s.page.marks = append(s.page.marks[:from:from], append([]mark{bar}, s.page.marks[from:]...)...)
	s.bars = append(s.bars, top, s.y)
	s.gap(2)
}

// stamp writes VADNI PRIMER slantwise between the bars, again and again, in light grey that lies under everything
// else: figures stay as they are, on a thermal printer too, which makes sparse dots of it.
func (s *slip) stamp() {
	codes := encode(s.say("training.stamp"))
	p := s.page
	p.marks = append(slantwise(codes, s.left, s.right, s.bars[1], s.bars[2]), p.marks...)
}

// slantwise fills the space between the given edges with a line of text in light grey, turned so that it runs from one
// margin to the other.
func slantwise(codes []byte, left, right, top, bottom float64) (marks []mark) {
	const turn, largest, between, air = 30, 30, 32.0, 1
	sin, cos := math.Sincos(turn * math.Pi / 180)
	t := inkText{face: sansBold, turn: turn, size: largest, ink: ink{k: 0.13}, codes: codes}
	across := func() float64 { return t.width()*cos + (sansBold.rise(t.size)+sansBold.fall(t.size))*sin }
	t.size = math.Floor(min(largest, largest*(right-left)/across())*100) / 100
	up := t.width()*sin + sansBold.rise(t.size)*cos
	down := sansBold.fall(t.size) * cos
	t.x = left + (right-left-across())/2 + sansBold.rise(t.size)*sin
	first, last := top+air+up, bottom-air-down
	count := max(int((last-first)/between)+1, 1)
	for i := range count {
		t.y = first + (float64(i)+0.5)*(last-first)/float64(count)
		if count > 1 {
			t.y = first + float64(i)*(last-first)/float64(count-1)
		}
		marks = append(marks, t)
	}
	return marks
}

// formStamp marks a UPN form as training: large and pale over the whole form, as ZBS marks its own samples, and in black in
// the two places where nothing is ever filled in by us, the bank's part of Potrdilo and the field to sign, where it says not to
// pay: the account is a real one.
func formStamp(y float64) []mark {
	words, warning := encode(text.In("sl").Say("paper.training.stamp")), encode(text.In("sl").Say("paper.training.doNotPay"))
	const turn, size = 13, 72
	sin, cos := math.Sincos(turn * math.Pi / 180)
	pale := inkText{face: sansBold, size: size, turn: turn, ink: stampTint, codes: words}
	w, h := pale.width(), sansBold.capitals(size)
	pale.x = formWidth/2 - w*cos/2 + h*sin/2
	pale.y = y + formHeight/2 + w*sin/2 + h*cos/2
	marks := []mark{pale}
	for i, bar := range []place{{5, 80, 55.5, 89}, {167, 72, 205, 80}} {
		const type14 = 14
		at := inkText{face: sansBold, size: type14, ink: white, codes: [][]byte{words, warning}[i]}
		at.x = (bar.x1 + bar.x2 - at.width()) / 2
		at.y = y + (bar.y1+bar.y2+sansBold.capitals(type14))/2
		marks = append(marks, inkBox{x: bar.x1, y: y + bar.y1, w: bar.width(), h: bar.height(), fill: &black}, at)
	}
	return marks
}
