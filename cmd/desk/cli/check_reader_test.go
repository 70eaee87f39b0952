package cli

import (
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper"
)

// readersCode is the second code of the reader's page, as a reader types it on a keyboard that has its letters.
func readersCode(t *testing.T, lineEnd string) string {
	t.Helper()
	o, err := upn.CardOrder(upn.DefaultAccount(), paper.ReaderMokID)
	if err != nil {
		t.Fatal(err)
	}
	o.Payer, o.Amount = upn.Party{Name: "Ana Zagar", Street: "Glavni trg 1", Town: "4000 Kranj"}, money.EUR(1)
	payload, err := o.Payload()
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(payload), "\n", lineEnd) + lineEnd
}

func TestCheckTellsHowAReaderIsSet(t *testing.T) {
	slovene := strings.NewReplacer("-", "'", "_", "?", "y", "z", "z", "y", "Y", "Z", "Z", "Y")
	for name, c := range map[string]struct {
		typed  string
		status int
		says   []string
	}{
		"as the PC":               {paper.ReaderKeys + "\r", Done, []string{"set alike", "That is right"}},
		"to the US keyboard":      {slovene.Replace(paper.ReaderKeys) + "\r\n", Done, []string{"the PC to the Slovene one", "CR LF"}},
		"the PC to German":        {strings.ReplaceAll(slovene.Replace(paper.ReaderKeys), "'", "ß") + "\n", Done, []string{"the PC to the German one", "sends LF behind"}},
		"the PC to US":            {strings.ReplaceAll(slovene.Replace(paper.ReaderKeys), "'", "/") + "\t", Done, []string{"the PC is set to the US keyboard", "Tab"}},
		"with Caps Lock":          {"cEkr-yz_YZ_1_si05\r", Done, []string{"Caps Lock"}},
		"with a prefix, no end":   {"]Q1" + paper.ReaderKeys, Done, []string{"sends ]Q1 before", "nothing behind"}},
		"with many ends":          {paper.ReaderKeys + "\r\r\r", Done, []string{"several line ends"}},
		"to a keyboard not known": {"CeKR!YZ!yz!&!SI05\r", Failure, []string{"does not know"}},
		"a UPN code":              {readersCode(t, "\r"), Done, []string{"understands it"}},
		"a UPN code, US keyboard": {slovene.Replace(readersCode(t, "\r")), Done, []string{"understands it"}},
		"nothing":                 {"", Failure, []string{"has read nothing"}},
		"ended":                   {"\x03", Failure, []string{"has read nothing"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.In = strings.NewReader(c.typed)
			status, said, trouble := b.run(t, "check", "--reader")
			if status != c.status || trouble != "" {
				t.Errorf("status %d, %q", status, trouble)
			}
			for _, want := range c.says {
				if !strings.Contains(said, want) {
					t.Errorf("%q lacks %q", said, want)
				}
			}
		})
	}
}

func TestCheckSavesThePageForReaders(t *testing.T) {
	b := newBench(t)
	out := b.in("reader.pdf")
	if status, said, trouble := b.run(t, "check", "--reader", "--out", out); status != Failure || trouble != "" || pages(t, out) != 1 || !strings.Contains(said, out) {
		t.Errorf("status %d, %q, %q", status, said, trouble)
	}
	if status, _, trouble := b.run(t, "check", "--reader", "--out", out); status != Failure || trouble == "" {
		t.Errorf("it writes over a file: status %d", status)
	}
	for _, args := range [][]string{{"check", "--out", out}, {"check", "--force"}} {
		if status, _, trouble := b.run(t, args...); status != Misused || trouble == "" {
			t.Errorf("%v: status %d", args, status)
		}
	}
}

// Whoever has the page is told how it comes onto paper: at true size, by commands that this system has, on the printer for pages.
func TestCheckTellsHowThePageIsPrinted(t *testing.T) {
	for name, c := range map[string]struct {
		os, printer, file string
		says              []string
	}{
		"the default printer": {"linux", "", "page.pdf", []string{"lp -o media=A4 -o print-scaling=none PATH", "xdg-open PATH"}},
		"the forms' printer":  {"linux", "form_printer = \"Pult-1\"\n", "page.pdf", []string{"lp -d Pult-1 -o media=A4 -o print-scaling=none PATH"}},
		"a path with blanks":  {"linux", "", "my page's.pdf", []string{"lp -o media=A4 -o print-scaling=none 'DIR/my page'\\''s.pdf'"}},
		"a Mac":               {"darwin", "", "page.pdf", []string{"lp -o media=A4 -o print-scaling=none PATH", "open PATH"}},
		"Windows":             {"windows", "", "page.pdf", []string{`start "" "PATH"`, "100 %"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.Place.OS = c.os
			config := b.file(t, "with.toml", "mode = \"training\"\nlanguage = \"en\"\n"+c.printer)
			_, said, trouble := b.run(t, "check", "--config", config, "--reader", "--out", b.in(c.file))
			for _, want := range c.says {
				want = strings.NewReplacer("PATH", b.in(c.file), "DIR", b.dir).Replace(want)
				if !strings.Contains(said, want) || trouble != "" {
					t.Errorf("%q lacks %q; %q", said, want, trouble)
				}
			}
		})
	}
}

// Two codes read one after the other are two, though the reader sends no line's end.
func TestAPausePartsTwoReadings(t *testing.T) {
	keys := make(chan byte, 100)
	for _, b := range []byte(paper.ReaderKeys) {
		keys <- b
	}
	began := time.Now()
	first, more := oneReading(t.Context(), keys)
	if first != paper.ReaderKeys || !more || time.Since(began) < betweenReadings {
		t.Errorf("%q, more %v", first, more)
	}
	keys <- 'x'
	close(keys)
	if second, more := oneReading(t.Context(), keys); second != "x" || more {
		t.Errorf("%q, more %v", second, more)
	}
}
