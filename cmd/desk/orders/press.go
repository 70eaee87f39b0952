package orders

import (
	"runtime"

	"cekr.kranj.si/desk/gui/paper"
)

// batch is a file in the making.
type batch struct {
	name   string
	orders []paper.Order
	pdf    []byte
	err    error
	broke  any // what it panicked with
}

// presses make the papers of several batches at once, drawing and reading back being all of the
// work, and give them to save in the order in which they came.
type presses struct {
	save   func(batch) error
	queue  []chan batch // of batches on a press, the oldest first
	places int
}

func newPresses(save func(batch) error) *presses {
	return &presses{save: save, places: min(max(runtime.GOMAXPROCS(0), 2), 4)}
}

// print begins with a batch, once there is a free press. An error is one of saving an earlier batch; a panic over the paper
// is one of the caller's.
func (p *presses) print(b batch) error {
	if len(p.queue) == p.places {
		if err := p.saveOldest(); err != nil {
			return err
		}
	}
	done := make(chan batch, 1)
	p.queue = append(p.queue, done)
	go func() {
		defer func() {
			b.broke = recover()
			done <- b
		}()
		b.pdf, b.err = paper.OrdersPDF(b.orders)
	}()
	return nil
}

func (p *presses) saveOldest() error {
	oldest := <-p.queue[0]
	p.queue = p.queue[1:]
	if oldest.broke != nil {
		panic(oldest.broke)
	}
	return p.save(oldest)
}

// finish saves what is left.
func (p *presses) finish() error {
	for len(p.queue) > 0 {
		if err := p.saveOldest(); err != nil {
			return err
		}
	}
	return nil
}

// stop waits for what is on the presses and throws it away.
func (p *presses) stop() {
	for _, done := range p.queue {
		<-done
	}
	p.queue = nil
}
