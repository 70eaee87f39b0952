package orders

import (
	"runtime"

	"cekr.kranj.si/desk/gui/paper"
)

// batch is a file in the making.
type batch struct {
	name     string
	orders   []paper.Order
	pdf      []byte
	err      error
	panicked any // what it panicked with
}

// workers make the papers of several batches at once, since drawing and reading back is nearly all of the work. They
// give them to save in the order in which they came.
type workers struct {
	save  func(batch) error
	queue []chan batch // of batches in the making, the oldest first
	limit int
}

func newWorkers(save func(batch) error) *workers {
	return &workers{save: save, limit: min(max(runtime.GOMAXPROCS(0), 2), 4)}
}

// start begins with a batch, once there is a free worker. An error is one of saving an earlier batch; a panic over the paper
// is one of the caller's.
func (p *workers) start(b batch) error {
	if len(p.queue) == p.limit {
		if err := p.saveOldest(); err != nil {
			return err
		}
	}
	done := make(chan batch, 1)
	p.queue = append(p.queue, done)
	go func() {
		defer func() {
			b.panicked = recover()
			done <- b
		}()
		b.pdf, b.err = paper.OrdersPDF(b.orders)
	}()
	return nil
}

func (p *workers) saveOldest() error {
	oldest := <-p.queue[0]
	p.queue = p.queue[1:]
	if oldest.panicked != nil {
		panic(oldest.panicked)
	}
	return p.save(oldest)
}

// finish saves what is left.
func (p *workers) finish() error {
	for len(p.queue) > 0 {
		if err := p.saveOldest(); err != nil {
			return err
		}
	}
	return nil
}

// stop waits for what is in the making and throws it away.
func (p *workers) stop() {
	for _, done := range p.queue {
		<-done
	}
	p.queue = nil
}
