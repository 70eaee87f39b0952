package ink

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
)

// embedding is a face cut to the codes that one document uses, in the two pieces that gofpdf wants.
type embedding struct{ definition, file []byte }

// embed cuts the face to the given codes. The same codes give the same bytes.
func (f Face) embed(used *[256]bool) (embedding, error) {
	m := f.metrics()
	var codes []byte
	var glyphs []int
	for code, yes := range used {
		if yes {
			codes, glyphs = append(codes, byte(code)), append(glyphs, m.glyphs[code])
		}
	}
	raw := m.font.cut(glyphs)
	file, err := deflate(raw)
	if err != nil {
		return embedding{}, err
	}
	definition, err := json.Marshal(m.definition(cutName(f, codes), faceFiles[f]+".z", len(raw), codes))
	return embedding{definition, file}, err
}

// cutName marks the font as cut by six letters in front, which tell other cuts of it apart.
func cutName(f Face, codes []byte) string {
	sum := sha256.Sum256(codes)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag) + "+" + faceNames[f]
}

// definition is a font as gofpdf reads it from JSON.
type definition struct {
	Tp, Name     string
	Desc         descriptor
	Cw           []int
	Diff, File   string
	OriginalSize int
}

type descriptor struct {
	Ascent, Descent, CapHeight, Flags, StemV int
	FontBBox                                 struct{ Xmin, Ymin, Xmax, Ymax int }
}

func (m *metrics) definition(name, file string, size int, codes []byte) definition {
	d := definition{Tp: "TrueType", Name: name, File: file, OriginalSize: size, Diff: differences(codes), Cw: make([]int, 256)}
	for _, code := range codes { // the rest are written too, and 0 is the shortest
		d.Cw[code] = m.widths[code]
	}
	const nonsymbolic, fixedPitch, bold = 32, 1, 262144
	d.Desc = descriptor{Ascent: m.ascent, Descent: m.descent, CapHeight: m.capital, Flags: nonsymbolic, StemV: 88}
	if strings.Contains(name, "Bold") {
		d.Desc.Flags |= bold
		d.Desc.StemV = 138
	}
	if m.widths['i'] == m.widths['M'] {
		d.Desc.Flags |= fixedPitch
	}
	b := &d.Desc.FontBBox
	b.Xmin, b.Ymin = m.thousandths(m.font.box[0]), m.thousandths(m.font.box[1])
	b.Xmax, b.Ymax = m.thousandths(m.font.box[2]), m.thousandths(m.font.box[3])
	return d
}

// differences names the glyphs of the used codes above ASCII. A PDF font has at least one entry here:
// without any, gofpdf would write WinAnsiEncoding, which is right too, but two ways are one too many.
func differences(codes []byte) string {
	var b strings.Builder
	b.WriteString("128 /Euro")
	for _, code := range codes {
		if code > 128 {
			fmt.Fprintf(&b, " %d /%s", code, glyphNames[code-128])
		}
	}
	return b.String()
}
