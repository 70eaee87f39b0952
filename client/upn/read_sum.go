package upn

// sumFits tells whether the control sum is the length of the fields with their line ends, as far as a text that has lost them can tell.
func (s codeText) sumFits(items []item, end int) bool {
	sum := 0
	for _, d := range s.bytes[end:] {
		sum = sum*10 + int(d-'0')
	}
	const ends = fieldsInPayload - 1
	for each := range 3 {
		if s.alike(items, each) {
			return sum == end-ends*each+ends
		}
	}
	blanks, double := 0, false
	for i := range end {
		if s.blank(i) {
			blanks, double = blanks+1, double || s.blank(i-1)
		}
	}
	if !double && s.shrunk(items) {
		return s.shrunkSum(items, end, sum)
	}
	return end-blanks+ends <= sum && sum <= end+ends
}

// alike tells whether every line end between the items has become the same number of blanks.
func (s codeText) alike(items []item, each int) bool {
	for i := range len(items) - 1 {
		if gap, ends := between(items[i], items[i+1]); gap != ends*each {
			return false
		}
	}
	return true
}

// shrunk tells whether one blank stands between any two items, however many line ends there were.
func (s codeText) shrunk(items []item) bool {
	for i := range len(items) - 1 {
		if gap, _ := between(items[i], items[i+1]); gap != 1 {
			return false
		}
	}
	return true
}

// shrunkSum is sumFits for a text in which blanks that stood together have become one. The payer's lines may be three or fewer.
func (s codeText) shrunkSum(items []item, end, sum int) bool {
	const ends = fieldsInPayload - 1
	filled := 2 - 1 // the payee's other two lines, less the sum
	open := false
	for _, i := range items {
		filled++
		open = open || i.field == payerLines
	}
	for payer := range 3 {
		if sum == end-(filled+payer)+ends {
			return true
		}
		if !open {
			break
		}
	}
	return false
}

// between is how many characters stand between two items, and how many line ends stood there.
func between(a, b item) (gap, ends int) { return b.from - a.to, b.field - a.last() }
