package ink

import (
	"slices"
	"testing"
)

func TestTextIsBrokenIntoLines(t *testing.T) {
	c := &Column{Scale: 1}
	for _, tt := range []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"short stays whole", "Kranj", 40, []string{"Kranj"}},
		{"breaks at spaces", "Mestna občina Kranj", 22, []string{"Mestna", "občina Kranj"}},
		{"never at a no-break space", "Mestna občina\u00a0Kranj", 22, []string{"Mestna", "občina\u00a0Kranj"}},
		{"at a line's end", "a\nb", 40, []string{"a", "b"}},
		{"inside a word that is too wide alone", "ABCDEFGH", 10, []string{"ABCD", "EFGH"}},
		{"several spaces are one", " a   b ", 40, []string{"a b"}},
		{"nothing is no line", "  ", 40, nil},
	} {
		if got := c.wrap(Style{Sans, 10}, tt.text, tt.width); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

func TestARowThatDoesNotFitOneLineTakesTwo(t *testing.T) {
	for value, lines := range map[string]int{"51,50 €": 1, "Mestna občina Kranj, pisarna": 2} {
		c := &Column{Page: &Page{Width: 70, Height: 50}, Left: 5, Right: 65, Scale: 1}
		c.Row(Style{Sans, 10}, Style{SansBold, 10}, "Skupaj za plačilo", value)
		var heights []float64
		for _, m := range c.Page.Marks {
			heights = append(heights, m.(Text).Y)
		}
		slices.Sort(heights)
		if got := len(slices.Compact(heights)); got != lines {
			t.Errorf("%s: on %d lines", value, got)
		}
		last := c.Page.Marks[len(c.Page.Marks)-1].(Text)
		if right := last.X + last.Width(); right < 64.999 || right > 65.001 {
			t.Errorf("%s ends at %.3f, not on the margin", value, right)
		}
	}
}
