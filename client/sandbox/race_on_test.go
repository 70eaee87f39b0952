//go:build race

package sandbox

// raced: the race detector makes everything ten times slower, and what it looks for does not lie in the number of
// cases. The searches are short then.
const raced = true
