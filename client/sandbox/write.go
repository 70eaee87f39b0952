package sandbox

type flight struct{}

func newFlight() *flight { return &flight{} }
