package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestAReaderIsScrolledByKeys(t *testing.T) {
	test.NewTempApp(t)
	long := canvas.NewRectangle(nil)
	long.SetMinSize(fyne.NewSize(10, 1000))
	r := NewReader(long)
	w := test.NewTempWindow(t, r)
	w.Resize(fyne.NewSize(200, 220))
	w.Canvas().Focus(r)
	at := func(key fyne.KeyName) float32 {
		r.TypedKey(&fyne.KeyEvent{Name: key})
		return r.Offset()
	}
	most := 1000 - r.scroll.Size().Height
	if got := at(fyne.KeyDown); got <= 0 || got > 100 {
		t.Errorf("a line goes by %v", got)
	}
	if got := at(fyne.KeyUp); got != 0 {
		t.Errorf("and back to %v", got)
	}
	if got := at(fyne.KeyPageDown); got < 150 || got > 220 {
		t.Errorf("a page goes by %v", got)
	}
	if got := at(fyne.KeyEnd); got != most {
		t.Errorf("the end is at %v, want %v", got, most)
	}
	if got := at(fyne.KeySpace); got != most {
		t.Errorf("beyond the end lies %v", got)
	}
	if got := at(fyne.KeyHome); got != 0 {
		t.Errorf("the beginning is at %v", got)
	}
	left := 0
	r.OnEscape = func() { left++ }
	if at(fyne.KeyEscape); left != 1 {
		t.Errorf("Escape leaves %d times", left)
	}
}
