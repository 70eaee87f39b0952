package paper

import (
	"math"

	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// trainingBar is a black bar across the slip that says VADNI PRIMER and what that means. It stands at both ends,
// so that no half of a torn slip passes for a real one.
func (s *slip) trainingBar() {
	if !s.training {
		return
	}
	title, note := ink.Style{Face: ink.SansBold, Size: 15}, ink.Style{Face: ink.SansBold, Size: 7.5}
	from := len(s.Page.Marks)
	top := s.Y
	s.Gap(1)
	s.Para(title, ink.ToCentre, s.say("training.stamp"))
	s.Left, s.Right = s.Left+2, s.Right-2
	s.Para(note, ink.ToCentre, s.say(s.note))
	s.Left, s.Right = s.Left-2, s.Right+2
	s.Gap(1.2)
	for i, m := range s.Page.Marks[from:] {
		if t, ok := m.(ink.Text); ok {
			t.Colour = ink.White
			s.Page.Marks[from+i] = t
		}
	}
	bar := ink.Box{X: s.Left, Y: top, W: s.Width(), H: s.Y - top, Fill: &ink.Black}
	s.Page.Marks = append(s.Page.Marks[:from:from], append([]ink.Mark{bar}, s.Page.Marks[from:]...)...)
	s.bars = append(s.bars, top, s.Y)
	s.Gap(2)
}

// stamp writes VADNI PRIMER slantwise between the bars, again and again, in light grey that lies under everything
// else: figures stay as they are, on a thermal printer too, which makes sparse dots of it.
func (s *slip) stamp() {
	codes := ink.Encode(s.say("training.stamp"))
	p := s.Page
	p.Marks = append(slantwise(codes, s.Left, s.Right, s.bars[1], s.bars[2]), p.Marks...)
}

// slantwise fills the space between the given edges with a line of text in light grey, turned so that it runs from one
// margin to the other.
func slantwise(codes []byte, left, right, top, bottom float64) (marks []ink.Mark) {
	const turn, largest, between, air = 30, 30, 32.0, 1
	sin, cos := math.Sincos(turn * math.Pi / 180)
	t := ink.Text{Face: ink.SansBold, Turn: turn, Size: largest, Colour: ink.Colour{K: 0.13}, Codes: codes}
	across := func() float64 { return t.Width()*cos + (ink.SansBold.Rise(t.Size)+ink.SansBold.Fall(t.Size))*sin }
	t.Size = math.Floor(min(largest, largest*(right-left)/across())*100) / 100
	up := t.Width()*sin + ink.SansBold.Rise(t.Size)*cos
	down := ink.SansBold.Fall(t.Size) * cos
	t.X = left + (right-left-across())/2 + ink.SansBold.Rise(t.Size)*sin
	first, last := top+air+up, bottom-air-down
	count := max(int((last-first)/between)+1, 1)
	for i := range count {
		t.Y = first + (float64(i)+0.5)*(last-first)/float64(count)
		if count > 1 {
			t.Y = first + float64(i)*(last-first)/float64(count-1)
		}
		marks = append(marks, t)
	}
	return marks
}

// formStamp marks a UPN form as training: large and pale over the whole form, as ZBS marks its own samples, and in black in
// the two places where nothing is ever filled in by us, the bank's part of Potrdilo and the field to sign, where it says not to
// pay: the account is a real one.
func formStamp(y float64) []ink.Mark {
	words, warning := ink.Encode(text.In("sl").Say("paper.training.stamp")), ink.Encode(text.In("sl").Say("paper.training.doNotPay"))
	const turn, size = 13, 72
	sin, cos := math.Sincos(turn * math.Pi / 180)
	pale := ink.Text{Face: ink.SansBold, Size: size, Turn: turn, Colour: stampTint, Codes: words}
	w, h := pale.Width(), ink.SansBold.Capitals(size)
	pale.X = formWidth/2 - w*cos/2 + h*sin/2
	pale.Y = y + formHeight/2 + w*sin/2 + h*cos/2
	marks := []ink.Mark{pale}
	for i, bar := range []place{{5, 80, 55.5, 89}, {167, 72, 205, 80}} {
		const type14 = 14
		at := ink.Text{Face: ink.SansBold, Size: type14, Colour: ink.White, Codes: [][]byte{words, warning}[i]}
		at.X = (bar.x1 + bar.x2 - at.Width()) / 2
		at.Y = y + (bar.y1+bar.y2+ink.SansBold.Capitals(type14))/2
		marks = append(marks, ink.Box{X: bar.x1, Y: y + bar.y1, W: bar.width(), H: bar.height(), Fill: &ink.Black}, at)
	}
	return marks
}
