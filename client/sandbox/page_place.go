package sandbox

import (
	"bytes"
	"encoding/binary"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// VFS is the name under which SQLite knows how an office's file keeps its pages. Whoever opens such a file gives it,
// as in file:office.db?vfs=cekr-office.
const VFS = "cekr-office"

func init() { vfs.Register(VFS, placeVFS{vfs.Find("")}) }

// pageSize is that of every office's file; its last eight bytes are the page's checksum.
const pageSize = 4096

// lockedPage is where SQLite locks a file: a page there is never written.
const lockedPage = 1 << 30

// placeVersion is the first schema in which every page is bound to its place: its last eight bytes are SQLite's
// checksum and the page's number, mixed. A page that stands where another belongs then has a wrong checksum. A file
// of an older schema may hold pages of both forms.
const placeVersion = 5

// pageForm is how a file keeps its pages, by its header.
type pageForm struct{ summed, placed bool }

func formOf(header []byte) pageForm {
	return pageForm{summed: header[20] == 8, placed: int32(binary.BigEndian.Uint32(header[60:])) >= placeVersion}
}

// restoreChecksum gives a page that was read from its place SQLite's own checksum back. A page that belongs elsewhere
// gets a wrong one.
func (f pageForm) restoreChecksum(page []byte, at int64) {
	if f.placed || !pageIsWhole(page) {
		mixInPlace(page, at)
	}
}

// isWhole restores a page's checksum and tells whether the page is as it was written to its place.
func (f pageForm) isWhole(page []byte, at int64) bool {
	f.restoreChecksum(page, at)
	return pageIsWhole(page) || at == lockedPage
}

// mixInPlace mixes the place of a page into its checksum, or takes it out again.
func mixInPlace(page []byte, at int64) {
	sum := page[len(page)-8:]
	binary.LittleEndian.PutUint64(sum, binary.LittleEndian.Uint64(sum)^place(at))
}

// place is what stands for a page's number. It is never zero and the same for no two pages, since the factor is odd.
// The factor is large, so that a few flipped bits do not turn one place into another.
func place(at int64) uint64 { return uint64(at/pageSize+1) * 0x9e37_79b9_7f4a_7c15 }

// pageIsWhole compares a page with the checksum in its last eight bytes, as SQLite's checksum VFS defines it.
func pageIsWhole(page []byte) bool {
	var s1, s2 uint32
	data, sum := page[:len(page)-8], page[len(page)-8:]
	for ; len(data) > 0; data = data[8:] {
		s1 += binary.LittleEndian.Uint32(data) + s2
		s2 += binary.LittleEndian.Uint32(data[4:]) + s1
	}
	return s1 == binary.LittleEndian.Uint32(sum) && s2 == binary.LittleEndian.Uint32(sum[4:])
}

// placeVFS is a VFS whose databases bind each page to its place. It stands below SQLite's checksums, which are right above it.
type placeVFS struct{ vfs.VFS }

var _ vfs.VFSFilename = placeVFS{}

// OpenFilename is what SQLite opens every file by.
func (v placeVFS) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	file, flags, err := vfsutil.WrapOpenFilename(v.VFS, name, flags)
	if err != nil || flags&vfs.OPEN_MAIN_DB == 0 {
		return file, flags, err
	}
	return &placeFile{File: file}, flags, nil
}

// placeFile is an open database.
type placeFile struct {
	vfs.File
	form   pageForm
	buffer [pageSize]byte
}

// readForm takes the form from a header that is read or written.
func (f *placeFile) readForm(p []byte, at int64) {
	if at == 0 && len(p) >= 100 && bytes.HasPrefix(p, []byte("SQLite format 3\x00")) {
		f.form = formOf(p)
	}
}

func (f *placeFile) isPage(p []byte, at int64) bool {
	return f.form.summed && len(p) == pageSize && at%pageSize == 0
}

func (f *placeFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.File.ReadAt(p, at)
	f.readForm(p[:n], at)
	if f.isPage(p[:n], at) {
		f.form.restoreChecksum(p, at)
	}
	return n, err
}

// WriteAt leaves p, which is SQLite's own copy of the page, as it is.
func (f *placeFile) WriteAt(p []byte, at int64) (int, error) {
	f.readForm(p, at)
	if f.isPage(p, at) {
		p = append(f.buffer[:0], p...)
		mixInPlace(p, at)
	}
	return f.File.WriteAt(p, at)
}

// DeviceCharacteristics leaves out what a few disks can do in place of SQLite's journal: a commit is the same on all.
func (f *placeFile) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return f.File.DeviceCharacteristics() &^ vfs.IOCAP_BATCH_ATOMIC
}

// What else SQLite may ask of the file below.

func (f *placeFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f *placeFile) SizeHint(size int64) error      { return vfsutil.WrapSizeHint(f.File, size) }
func (f *placeFile) HasMoved() (bool, error)        { return vfsutil.WrapHasMoved(f.File) }
func (f *placeFile) Pragma(name, value string) (string, error) {
	return vfsutil.WrapPragma(f.File, name, value)
}
