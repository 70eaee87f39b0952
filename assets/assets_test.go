package assets

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"io"
	"sort"
	"strings"
	"testing"
)

func TestTheIconIsASquareOf256(t *testing.T) {
	icon, err := png.Decode(bytes.NewReader(Icon))
	if err != nil {
		t.Fatal(err)
	}
	if size := icon.Bounds().Size(); size.X != 256 || size.Y != 256 {
		t.Errorf("the icon is %v", size)
	}
	if _, _, _, alpha := icon.At(0, 0).RGBA(); alpha != 0 {
		t.Error("the icon's corner is not transparent")
	}
	if _, _, _, alpha := icon.At(128, 128).RGBA(); alpha != 0xffff {
		t.Error("the icon's middle is empty")
	}
}

func TestDrawingsAreWellFormed(t *testing.T) {
	for name, drawing := range map[string][]byte{"icon": IconDrawing, "card back": CardBack, "training": Training} {
		d := xml.NewDecoder(bytes.NewReader(drawing))
		shapes := 0
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "path" {
				shapes++
			}
		}
		if shapes == 0 {
			t.Errorf("%s draws nothing", name)
		}
	}
}

func TestCatalogueLinesAreSortedOneKeyALine(t *testing.T) {
	files, err := Text.ReadDir("text")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := Text.ReadFile("text/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]json.RawMessage
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatalf("%s: %v", file.Name(), err)
		}
		var keys []string
		for _, line := range strings.Split(string(raw), "\n") {
			if key, _, ok := strings.Cut(strings.TrimSpace(line), `": `); ok {
				keys = append(keys, strings.TrimPrefix(key, `"`))
			}
		}
		if len(keys) != len(all) {
			t.Errorf("%s: %d lines for %d keys (one written twice, or two on a line)", file.Name(), len(keys), len(all))
		}
		if !sort.StringsAreSorted(keys) {
			t.Errorf("%s: the lines are not sorted by key", file.Name())
		}
	}
}
