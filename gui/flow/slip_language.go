package flow

// PrintIn has what is printed for the present customer printed in a language; the settings' own is for all. It holds until the next one.
func PrintIn(c *Counter, language string) {
	if language == c.Settings.Choices().Paper() {
		language = ""
	}
	c.frame.set(func(s *CounterState) { s.SlipLanguage = language })
	c.Order.Redraw()
	c.Page.Redraw()
}
