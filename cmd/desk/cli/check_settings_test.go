package cli

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// N1, N3, I1 and their kinds, as an administrator meets them: desk check, and the program itself, name the file, the line, the key and
// what to do.
func TestAWrongSettingsFileIsSaidWithItsMend(t *testing.T) {
	const payee = "mode = \"training\"\n[order]\npayee = \"%s\"\nstreet = \"Trg republike 2\"\ntown = \"1000 Ljubljana\"\ncode = \"OTHR\"\npurpose = \"Polnitev\"\n"
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("mode = \"training\"\n")
	if err != nil {
		t.Fatal(err)
	}
	old, err := charmap.Windows1250.NewEncoder().String("mode = \"training\"\n# Žitni trg\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		says []string
	}{
		"saved as Unicode by Notepad":         {wide, []string{"UTF-16", "Shrani kot", "UTF-8"}},
		"saved with an old editor":            {old, []string{"vrstici 2", "Windows-1250", "Shrani kot", "UTF-8"}},
		"written in Word":                     {"{\\rtf1\\ansi", []string{"golo besedilo", "Beležnici"}},
		"quotes of Word":                      {"mode = „training“\n", []string{"vrstici 1", "narekovaji"}},
		"a Windows path in double quotes":     {"mode = \"training\"\nfolder = \"C:\\CeKR\"\n", []string{"vrstici 2", "enojnih narekovajih"}},
		"a blank after the address":           {"mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \"https://urad.example.si/ \"\n", []string{"vrstici 4", "office.url", "presledkom"}},
		"printer beside Printer":              {"mode = \"training\"\nprinter = \"A\"\nPrinter = \"B\"\n", []string{"vrstici 3", "Printer", "pustite enega"}},
		"three printers for two":              {"mode = \"training\"\nprinter = \"A\"\nreceipt_printer = \"B\"\nform_printer = \"C\"\n", []string{"vrstici 2", "receipt_printer, form_printer", "Izbrišite printer"}},
		"a payee with a dash":                 {fmt.Sprintf(payee, "NLB d.d. – poslovalnica Kranj"), []string{"vrstici 3", "order.payee", "–", "Namesto njega zapišite -"}},
		"a payee that nothing can be put for": {fmt.Sprintf(payee, "Банка"), []string{"vrstici 3", "order.payee", "Б", "brez njega"}},
	} {
		b := newBench(t)
		file := b.file(t, "wrong.toml", c.text)
		status, out, _ := b.run(t, "check", "--config", file)
		_, _, started := b.run(t, "--config", file)
		for _, said := range []string{out, started} {
			for _, want := range append(c.says, file) {
				if !strings.Contains(said, want) {
					t.Errorf("%s: it doesn't say %q:\n%s", name, want, said)
				}
			}
		}
		if status != Failure || !strings.HasPrefix(out, "FAIL  ") || len(b.windows) != 1 || b.windows[0] == nil {
			t.Errorf("%s: status %d, the window got %v", name, status, b.windows)
		}
	}
}
