package ink

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"sync"
)

var errNotAPDF = errors.New("ink: not the PDF that was expected")

const (
	startxref  = "\nstartxref\n"
	xrefHead   = "xref\n0 "
	xrefEntry  = 20 // bytes
	streamHead = ">>\nstream\n"
	catalogue  = "/Catalog\n"
)

// finish writes gofpdf's document anew, with what gofpdf has no call for: viewers print at true size, the language is named,
// streams are packed well, and fonts and templates have short names. Print scaling is of PDF 1.6, and the header says so; the second line tells mailers that the file is
// binary.
func finish(raw []byte, lang string) ([]byte, error) {
	table, err := readTable(raw)
	if err != nil {
		return nil, err
	}
	out := bytes.NewBuffer(make([]byte, 0, len(raw)/2))
	out.WriteString("%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
	found, short := false, table.names(raw)
	for i, o := range table.objects {
		table.objects[i].to = out.Len()
		body := table.body(raw, i)
		if at := bytes.Index(body, []byte(catalogue)); at >= 0 && o.number == table.root {
			found = true
			at += len(catalogue)
			out.Write(body[:at])
			fmt.Fprintf(out, "/Lang (%s)\n/ViewerPreferences <</PrintScaling /None /DisplayDocTitle true>>\n", lang)
			body = body[at:]
		}
		if err := pack(out, body, short); err != nil {
			return nil, err
		}
	}
	if !found {
		return nil, errNotAPDF
	}
	table.write(out)
	return out.Bytes(), nil
}

// table is a PDF's table of objects, in the order in which they stand.
type table struct {
	at      int // of the table itself
	objects []object
	root    int
	trailer []byte
}

type object struct{ number, at, to int }

// body is the text of the object at an index of the table.
func (t *table) body(raw []byte, i int) []byte {
	end := t.at
	if i+1 < len(t.objects) {
		end = t.objects[i+1].at
	}
	return raw[t.objects[i].at:end]
}

var rootEntry = regexp.MustCompile(`/Root ([0-9]+) 0 R`)

func readTable(raw []byte) (t table, err error) {
	tail := bytes.LastIndex(raw, []byte(startxref))
	if !bytes.HasPrefix(raw, []byte("%PDF-1.3\n")) || tail < 0 {
		return t, errNotAPDF
	}
	place, _, _ := bytes.Cut(raw[tail+len(startxref):], []byte("\n"))
	if t.at, err = strconv.Atoi(string(place)); err != nil || t.at < 0 || t.at > tail || !bytes.HasPrefix(raw[t.at:], []byte(xrefHead)) {
		return t, errNotAPDF
	}
	head, entries, _ := bytes.Cut(raw[t.at+len(xrefHead):tail], []byte("\n"))
	count, err := strconv.Atoi(string(head))
	if err != nil || count < 2 || len(entries) < count*xrefEntry {
		return t, errNotAPDF
	}
	for n := 1; n < count; n++ {
		at, err := strconv.Atoi(string(entries[n*xrefEntry:][:10]))
		if err != nil || at > t.at || !bytes.HasPrefix(raw[at:], []byte(strconv.Itoa(n)+" 0 obj\n")) {
			return t, errNotAPDF
		}
		t.objects = append(t.objects, object{number: n, at: at})
	}
	slices.SortFunc(t.objects, func(a, b object) int { return cmp.Compare(a.at, b.at) })
	t.trailer = entries[count*xrefEntry:]
	root := rootEntry.FindSubmatch(t.trailer)
	if root == nil {
		return t, errNotAPDF
	}
	t.root, err = strconv.Atoi(string(root[1]))
	return t, err
}

// write puts the table where the objects now are.
func (t *table) write(out *bytes.Buffer) {
	at := out.Len()
	slices.SortFunc(t.objects, func(a, b object) int { return cmp.Compare(a.number, b.number) })
	fmt.Fprintf(out, "%s%d\n0000000000 65535 f \n", xrefHead, len(t.objects)+1)
	for _, o := range t.objects {
		fmt.Fprintf(out, "%010d 00000 n \n", o.to)
	}
	out.Write(t.trailer)
	fmt.Fprintf(out, "%s%d\n%%%%EOF\n", startxref, at)
}

var lengthEntry = regexp.MustCompile(`/Length ([0-9]+)`)

// pack writes an object with short names, its stream packed if it has one that is not.
func pack(out *bytes.Buffer, body []byte, short *names) error {
	head := bytes.Index(body, []byte(streamHead))
	if head < 0 {
		out.Write(short.of(body))
		return nil
	}
	if bytes.Contains(body[:head], []byte("/Filter")) {
		out.Write(short.of(body[:head]))
		out.Write(body[head:])
		return nil
	}
	entry := lengthEntry.FindSubmatchIndex(body[:head])
	if entry == nil {
		return errNotAPDF
	}
	length, err := strconv.Atoi(string(body[entry[2]:entry[3]]))
	data := body[head+len(streamHead):]
	if err != nil || length > len(data) {
		return errNotAPDF
	}
	packed, err := deflate(short.of(data[:length]))
	if err != nil {
		return err
	}
	out.Write(short.of(body[:entry[0]]))
	fmt.Fprintf(out, "/Filter /FlateDecode /Length %d", len(packed))
	out.Write(short.of(body[entry[1] : head+len(streamHead)]))
	out.Write(packed)
	out.Write(data[length:])
	return nil
}

// packers are zlib writers to use again: a new one costs more memory than all else in a slip. Their level is where more time buys
// hardly a byte.
var packers = sync.Pool{New: func() any {
	const level = 5
	w, _ := zlib.NewWriterLevel(nil, level) // fails only for a level that there is not
	return w
}}

func deflate(raw []byte) ([]byte, error) {
	var out bytes.Buffer
	w := packers.Get().(*zlib.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
