package disktest

import (
	"io"
	"slices"
)

// sector is the most that a disk writes at once or not at all.
const sector = 512

// inode is a file's content.
type inode struct {
	shown []byte // what programs see
	kept  []byte // what a power cut leaves for sure
	// pieces lead from kept to shown, if all survive.
	pieces []piece
	// Bytes that are seen elsewhere too are copied before they change.
	sharedShown, sharedKept bool
}

// synced makes a file of these bytes, without a copy: nobody may change them any more.
func synced(data []byte) *inode {
	data = slices.Clip(data)
	return &inode{shown: data, kept: data, sharedShown: true, sharedKept: true}
}

// show gives away what programs see.
func (f *inode) show() []byte {
	f.sharedShown = true
	return slices.Clip(f.shown)
}

// keep gives away what a power cut leaves.
func (f *inode) keep() []byte {
	f.sharedKept = true
	return slices.Clip(f.kept)
}

func own(data []byte, shared *bool) []byte {
	if *shared {
		*shared = false
		return slices.Clone(data)
	}
	return data
}

// piece is an unsynced change: bytes within one sector, or a new length.
type piece struct {
	at   int
	data []byte
	cut  bool // the length becomes at
}

func (f *inode) write(data []byte, at int) {
	f.shown = own(f.shown, &f.sharedShown)
	if grow := at + len(data) - len(f.shown); grow > 0 {
		f.shown = append(f.shown, make([]byte, grow)...)
	}
	copy(f.shown[at:], data)
	data = slices.Clone(data)
	for len(data) > 0 {
		n := min(len(data), sector-at%sector)
		f.pieces = append(f.pieces, piece{at: at, data: data[:n:n]})
		data, at = data[n:], at+n
	}
}

func (f *inode) truncate(size int) {
	if size > len(f.shown) {
		f.shown = own(f.shown, &f.sharedShown)
	}
	f.shown = resize(f.shown, size)
	f.pieces = append(f.pieces, piece{at: size, cut: true})
}

func (f *inode) sync() {
	for _, p := range f.pieces {
		if !p.cut || p.at > len(f.kept) {
			f.kept = own(f.kept, &f.sharedKept)
		}
		f.kept = p.apply(f.kept)
	}
	f.pieces = nil
}

func (p piece) apply(data []byte) []byte {
	if p.cut {
		return resize(data, p.at)
	}
	if end := p.at + len(p.data); end > len(data) {
		data = resize(data, end)
	}
	copy(data[p.at:], p.data)
	return data
}

func resize(data []byte, size int) []byte {
	if size <= len(data) {
		return data[:size:size]
	}
	old := len(data)
	data = slices.Grow(data, size-old)[:size]
	clear(data[old:])
	return data
}

// file is an open inode.
type file struct {
	disk *Disk
	node *inode
	name string
	life int
}

// call is one call on a file: a failing one does broken instead of works.
func (f *file) call(op Op, works, broken func()) error {
	defer f.disk.done(op, f.name)
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.life != f.disk.life {
		return ErrPower
	}
	if err := f.disk.begin(op, f.name); err != nil {
		broken()
		return err
	}
	works()
	return nil
}

// WriteAt implements journal.File. A failing one writes the first half.
func (f *file) WriteAt(data []byte, at int64) (n int, err error) {
	err = f.call(OpWrite,
		func() { f.node.write(data, int(at)); n = len(data) },
		func() { n = len(data) / 2; f.node.write(data[:n], int(at)) })
	return n, err
}

// Truncate implements journal.File.
func (f *file) Truncate(size int64) error {
	return f.call(OpTruncate, func() { f.node.truncate(int(size)) }, func() {})
}

// Sync implements journal.File. A failing one loses what it should have written: the system takes it for written.
func (f *file) Sync() error {
	return f.call(OpSync, func() {
		f.node.sync()
		if f.disk.logs {
			f.disk.keepFolder()
		}
	}, func() { f.node.pieces = nil })
}

// ReadAt is io.ReaderAt, for programs that are no journal.
func (f *file) ReadAt(data []byte, at int64) (n int, err error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.life != f.disk.life {
		return 0, ErrPower
	}
	if err := f.disk.begin(OpRead, f.name); err != nil {
		return 0, err
	}
	if at < int64(len(f.node.shown)) {
		n = copy(data, f.node.shown[at:])
	}
	if n < len(data) {
		err = io.EOF
	}
	return n, err
}

// Size is the file's length, also when it has no name any more.
func (f *file) Size() (int64, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.life != f.disk.life {
		return 0, ErrPower
	}
	return int64(len(f.node.shown)), nil
}

// Close implements journal.File.
func (f *file) Close() error {
	return f.call(OpClose, func() {}, func() {})
}
