package settings

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// linux is a machine of our own making, with nothing set but what env says.
func linux(env map[string]string) Place {
	return Place{OS: "linux", Env: func(name string) string { return env[name] }, Home: "/home/clerk"}
}

// machine is a place whose data and file lie in a folder of the test.
func machine(t *testing.T) (p Place, dir string) {
	t.Helper()
	dir = t.TempDir()
	return linux(map[string]string{"DESK_DATA": filepath.Join(dir, "data"), "XDG_DATA_HOME": filepath.Join(dir, "xdg")}), dir
}

func write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const whole = `# a whole file
mode = "office"
desk = "KR-1"
folder = "~/Dokumenti"
language = "en"
text_scale = 125
retention_days = 90
support_phone = "04 237 30 00"
theme = "dark"
receipt = "a6"
receipt_printer = "Trak-1"
form_printer = "Pult-1"
idle_lock = "2m30s"

[office]
url = "https://pisarna.example.si/cekr/"
ca = "/etc/cekr-desk/ca.pem"
cert = "/etc/cekr-desk/pult.pem"
key = "/etc/cekr-desk/pult.key"

[order]
payee = "Mestna občina Kranj"
street = "Slovenski trg 1"
town = "4000 Kranj"
code = "GDDS"
purpose = "Polnitev mestne kartice"

[blank]
printer = "Pult-1"
right = 1.5
down = -2
`

func TestWholeFile(t *testing.T) {
	got, err := linux(nil).parse("desk.toml", whole)
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Source: "desk.toml", Mode: Office, Desk: "KR-1", Folder: "/home/clerk/Dokumenti", Language: "en",
		TextScale: 125, Theme: Dark, Receipt: ReceiptA6, ReceiptPrinter: "Trak-1", FormPrinter: "Pult-1", IdleLock: 150 * time.Second,
		Retention: 90, Phone: "04 237 30 00",
		Connection: Connection{
			URL: "https://pisarna.example.si/cekr", CA: "/etc/cekr-desk/ca.pem",
			Cert: "/etc/cekr-desk/pult.pem", Key: "/etc/cekr-desk/pult.key",
		},
		Payee: Payee{
			Name: "Mestna občina Kranj", Street: "Slovenski trg 1", Town: "4000 Kranj",
			Code: "GDDS", Purpose: "Polnitev mestne kartice",
		},
		Blank: Blank{Printer: "Pult-1", Right: 1.5, Down: -2},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Folders{})); diff != "" {
		t.Error(diff)
	}
}

func TestShortestFileKeepsDefaults(t *testing.T) {
	got, err := linux(nil).parse("desk.toml", "\xef\xbb\xbfmode = \"training\"\r\n") // as Notepad writes it
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Source = "desk.toml"
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Folders{})); diff != "" {
		t.Error(diff)
	}
}

func TestWrongFileRefusesToStart(t *testing.T) {
	const office = "mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \"https://p.si\"\n"
	for _, c := range []struct {
		name, text string
		code       Code
		line       int
		key        string
	}{
		{"empty", "", KeyMissing, 0, "mode"},
		{"no TOML", "mode = training\n", Syntax, 1, ""},
		{"cut off", "mode = \"training\"\n\n[office x]\n", Syntax, 3, ""},
		{"twice", "mode = \"training\"\nmode = \"office\"\n", Twice, 2, ""},
		{"section twice", office + "[office]\nca = \"/ca.pem\"\n", Twice, 5, ""},
		{"unknown mode", "mode = \"demo\"\n", BadValue, 1, "mode"},
		{"unknown key", "mode = \"training\"\n\nlangauge = \"en\"\n", UnknownKey, 3, "langauge"},
		{"unknown key in section", office + "# note\ntoken = \"x\"\n", UnknownKey, 6, "office.token"},
		{"unknown section", "mode = \"training\"\n[print]\nx = 1\n", UnknownKey, 2, "print"},
		{"key below a section", office + "language = \"en\"\n", UnknownKey, 5, "office.language"},
		{"other case", "mode = \"training\"\nMode = \"office\"\n", Spelling, 2, "Mode"},
		{"other case alone", "MODE = \"training\"\n", Spelling, 1, "MODE"},
		{"section in another case", "mode = \"office\"\ndesk = \"K\"\n[Office]\nurl = \"https://p.si\"\n", Spelling, 3, "Office"},
		{"key of a section in another case", office + "CA = \"/ca.pem\"\n", Spelling, 5, "office.CA"},
		{"printer beside Printer", "mode = \"training\"\nprinter = \"A\"\nPrinter = \"B\"\n", Spelling, 3, "Printer"},
		{"Printer before printer", "mode = \"training\"\nPrinter = \"B\"\nprinter = \"A\"\n", Spelling, 2, "Printer"},
		{"quoted dot", "mode = \"office\"\n\"office.url\" = \"https://p.si\"\n", UnknownKey, 2, "office.url"},
		{"offset too large", "mode = \"training\"\n[blank]\nprinter = \"P\"\nright = 10.5\ndown = 0\n", BadValue, 4, "blank.right"},
		{"offset finer than the window has it", "mode = \"training\"\n[blank]\nprinter = \"P\"\nright = 1.55\ndown = 0\n", BadValue, 4, "blank.right"},
		{"offset no number", "mode = \"training\"\n[blank]\nprinter = \"P\"\nright = 1\ndown = nan\n", BadValue, 5, "blank.down"},
		{"offset by half", "mode = \"training\"\n[blank]\nprinter = \"P\"\nright = 1\n", KeyMissing, 0, "blank.down"},
		{"offset of no printer", "mode = \"training\"\n[blank]\nright = 1\ndown = 1\n", KeyMissing, 0, "blank.printer"},
		{"offset in words", "mode = \"training\"\n[blank]\nprinter = \"P\"\nright = \"1,5\"\ndown = 0\n", WrongType, 4, "blank.right"},
		{"text for a number", "mode = \"training\"\ntext_scale = \"125\"\n", WrongType, 2, "text_scale"},
		{"number for a text", "mode = \"training\"\ndesk = 1\n", WrongType, 2, "desk"},
		{"fraction", "mode = \"training\"\ntext_scale = 1.25\n", WrongType, 2, "text_scale"},
		{"list of sections", "mode = \"office\"\ndesk = \"K\"\n[[office]]\nurl = \"https://p.si\"\n", WrongType, 3, "office"},
		{"value for a section", "mode = \"office\"\noffice = \"https://p.si\"\n", WrongType, 2, "office"},
		{"scale too small", "mode = \"training\"\ntext_scale = 99\n", BadValue, 2, "text_scale"},
		{"kept too short", "mode = \"training\"\nretention_days = 6\n", BadValue, 2, "retention_days"},
		{"kept too long", "mode = \"training\"\nretention_days = 3651\n", BadValue, 2, "retention_days"},
		{"no phone", "mode = \"training\"\nsupport_phone = \"\"\n", BadValue, 2, "support_phone"},
		{"scale too large", "mode = \"training\"\ntext_scale = 201\n", BadValue, 2, "text_scale"},
		{"desk with a space", "mode = \"training\"\ndesk = \"KR 1\"\n", BadValue, 2, "desk"},
		{"desk too long", "mode = \"training\"\ndesk = \"" + strings.Repeat("A", 33) + "\"\n", BadValue, 2, "desk"},
		{"lock too short", "mode = \"training\"\nidle_lock = \"59s\"\n", BadValue, 2, "idle_lock"},
		{"lock never", "mode = \"training\"\nidle_lock = \"0\"\n", BadValue, 2, "idle_lock"},
		{"lock without unit", "mode = \"training\"\nidle_lock = \"5\"\n", BadValue, 2, "idle_lock"},
		{"folder half said", "mode = \"training\"\nfolder = \"papers\"\n", BadValue, 2, "folder"},
		{"language unknown", "mode = \"training\"\nlanguage = \"de\"\n", BadValue, 2, "language"},
		{"office in training", "mode = \"training\"\n[office]\nurl = \"https://p.si\"\n", NotHere, 2, "office"},
		{"office without desk", "mode = \"office\"\n[office]\nurl = \"https://p.si\"\n", KeyMissing, 0, "desk"},
		{"office without address", "mode = \"office\"\ndesk = \"K\"\n", KeyMissing, 0, "office.url"},
		{"plain http", "mode = \"office\"\ndesk = \"K\"\n[office]\nurl = \"http://p.si\"\n", BadValue, 4, "office.url"},
		{"password in address", "mode = \"office\"\ndesk = \"K\"\n[office]\nurl = \"https://a:b@p.si\"\n", BadValue, 4, "office.url"},
		{"query in address", "mode = \"office\"\ndesk = \"K\"\n[office]\nurl = \"https://p.si/?\"\n", BadValue, 4, "office.url"},
		{"certificate without key", office + "cert = \"/c.pem\"\n", KeyMissing, 0, "office.key"},
		{"key without certificate", office + "key = \"/c.key\"\n", KeyMissing, 0, "office.cert"},
		{"CA half said", office + "ca = \"ca.pem\"\n", BadValue, 5, "office.ca"},
		{"payee half set", "mode = \"training\"\n[order]\npayee = \"NLB\"\n", KeyMissing, 0, "order.street"},
		{"payee too long", "mode = \"training\"\n[order]\npayee = \"" + strings.Repeat("č", 34) + "\"\n", BadValue, 3, "order.payee"},
		{"payee with a picture", "mode = \"training\"\n[order]\npayee = \"NLB ☺\"\n", BadValue, 3, "order.payee"},
		{"payee with an emoji", "mode = \"training\"\n[order]\npayee = \"NLB 🏦\"\n", BadValue, 3, "order.payee"},
		{"payee with what nobody sees", "mode = \"training\"\n[order]\npayee = \"NLB\u3164\"\n", BadValue, 3, "order.payee"},
		{"phone with a picture", "mode = \"training\"\nsupport_phone = \"☎ 01 477 20 00\"\n", BadValue, 2, "support_phone"},
		{"printer with a heap of accents", "mode = \"training\"\nprinter = \"A\u030a\u0323\u0324\u0325\u032d\u0330\"\n", BadValue, 2, "printer"},
		{"a card's number for a desk", "mode = \"training\"\ndesk = \"4000001234567899\"\n", BadValue, 2, "desk"},
		{"a card's number for a payee", "mode = \"training\"\n[order]\npayee = \"Ana 4000 0012 3456 7899\"\n", BadValue, 3, "order.payee"},
		{"a card's number for a phone", "mode = \"training\"\nsupport_phone = \"kartica 4000 0012 3456 7899\"\n", BadValue, 2, "support_phone"},
		{"a card's number for a printer", "mode = \"training\"\nprinter = \"4000-0012-3456-7899\"\n", BadValue, 2, "printer"},
		{"payee of two lines", "mode = \"training\"\n[order]\npayee = \"a\\nb\"\n", BadValue, 3, "order.payee"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := linux(nil).parse("desk.toml", c.text)
			got, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("got %v, want an *Error", err)
			}
			if got.Code != c.code || got.Line != c.line || got.Key != c.key || got.Path != "desk.toml" {
				t.Errorf("got %v, want %s line %d key %q", got, c.code, c.line, c.key)
			}
		})
	}
}

func TestNoFileIsTrainingOnlyWithoutOfficeJournal(t *testing.T) {
	journals := map[string]func(dir string) string{
		"under DESK_DATA":      func(dir string) string { return filepath.Join(dir, "data/office/journal/desk.journal") },
		"under the usual root": func(dir string) string { return filepath.Join(dir, "xdg/cekr-desk/office/journal/desk.journal") },
	}
	p, dir := machine(t)
	s, err := load(t, p)
	if err != nil {
		t.Fatal(err)
	}
	if s.Mode != Training || s.Source != "" || s.Data.Journal() != filepath.Join(dir, "data/training/journal") {
		t.Errorf("got mode %s, source %q, journal %s", s.Mode, s.Source, s.Data.Journal())
	}
	write(t, filepath.Join(dir, "data/training/journal/desk.journal"), "x")
	if _, err := load(t, p); err != nil {
		t.Errorf("a training journal stands in the way: %v", err)
	}
	for name, journal := range journals {
		t.Run(name, func(t *testing.T) {
			p, dir := machine(t)
			write(t, journal(dir), "x")
			_, err := load(t, p)
			if e, ok := errors.AsType[*Error](err); !ok || e.Code != OfficeJournal || e.Path != filepath.Dir(journal(dir)) {
				t.Errorf("got %v, want officeJournal in %s", err, filepath.Dir(journal(dir)))
			}
			// With a file that says so, training is the administrator's own wish.
			file := write(t, filepath.Join(dir, "desk.toml"), "mode = \"training\"\n")
			if s, err := Load(Paths{Config: file, Place: p}); err != nil || s.Mode != Training {
				t.Errorf("with a file: %v, %v", s.Mode, err)
			}
		})
	}
}

// load loads with no file named and skips where this machine has one in the system's place.
func load(t *testing.T, p Place) (Settings, error) {
	t.Helper()
	if file, _ := p.ConfigFile(""); exists(file) {
		t.Skipf("this machine has settings of its own in %s", file)
	}
	return Load(Paths{Place: p})
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func TestNamedFileMustBeThere(t *testing.T) {
	p, dir := machine(t)
	gone := filepath.Join(dir, "gone.toml")
	for name, paths := range map[string]Paths{
		"by flag":        {Config: gone, Place: p},
		"by environment": {Place: linux(map[string]string{"DESK_CONFIG": gone, "DESK_DATA": dir})},
	} {
		_, err := Load(paths)
		if e, ok := errors.AsType[*Error](err); !ok || e.Code != Missing || e.Path != gone {
			t.Errorf("%s: got %v, want missing", name, err)
		}
	}
}

func TestFileThatCannotBeReadRefuses(t *testing.T) {
	p, dir := machine(t)
	for name, c := range map[string]struct {
		file string
		code Code
	}{
		"a folder": {dir, Unreadable},
		"too much": {write(t, filepath.Join(dir, "big.toml"), strings.Repeat("#\n", 40<<10)), TooLarge},
	} {
		_, err := Load(Paths{Config: c.file, Place: p})
		if e, ok := errors.AsType[*Error](err); !ok || e.Code != c.code {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
}

func TestErrorsHoldNothingOfTheFile(t *testing.T) {
	for _, text := range []string{
		"mode = \"training\"\ndesk = \"canary 4711\"\n",
		"mode = \"canary 4711\"\n",
		"mode = canary4711\n",
	} {
		_, err := linux(nil).parse("desk.toml", text)
		if err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q gives %v", text, err)
		}
	}
}

// inBounds is what Settings promises, said a second time and otherwise.
func inBounds(s Settings) bool {
	secret := (s.Connection.Cert == "") == (s.Connection.Key == "")
	office := (s.Mode == Office) == (s.Connection.URL != "")
	payee := utf8.RuneCountInString(s.Payee.Name) <= 33 && utf8.RuneCountInString(s.Payee.Purpose) <= 42 && len(s.Payee.Code) == 4
	return (s.Mode == Office || s.Mode == Training) && len(s.Desk) > 0 && len(s.Desk) <= 32 &&
		s.TextScale >= 100 && s.TextScale <= 200 && s.IdleLock >= time.Minute && s.IdleLock <= time.Hour &&
		(s.Language == "sl" || s.Language == "en") && secret && office && payee &&
		(s.Connection.URL == "" || strings.HasPrefix(s.Connection.URL, "https://"))
}

func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("mode = \"training\"\n")
	f.Add("office.url = \"https://x\"\nmode = \"office\"\ndesk = \"a\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := linux(nil).parse("f", text)
		if err == nil && !inBounds(s) {
			t.Errorf("out of bounds: %+v", s)
		}
		if err != nil {
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Line < 0 || e.Line > strings.Count(text, "\n")+1 {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestAnyOneWrongLineIsFoundAtItsLine(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(whole, "\n"), "\n")
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(lines)).Draw(t, "at")
		key := rapid.StringMatching(`[a-z]{1,3}[0-9]{2}`).Draw(t, "key")
		with := append(append(append([]string{}, lines[:at]...), key+" = 1"), lines[at:]...)
		_, err := linux(nil).parse("f", strings.Join(with, "\n"))
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Code != UnknownKey || e.Line != at+1 || !strings.HasSuffix(e.Key, key) {
			t.Fatalf("line %d: got %v", at+1, err)
		}
	})
}

// A file saved with its accents apart says the same as one with composed letters.
func TestALineIsComposed(t *testing.T) {
	s, err := linux(nil).parse("desk.toml", "mode = \"training\"\n[order]\npayee = \"Z\u030citni trg\"\nstreet = \"S\"\ntown = \"T\"\ncode = \"OTHR\"\npurpose = \"P\"\n")
	if err != nil || s.Payee.Name != "Žitni trg" {
		t.Errorf("%q, %v", s.Payee.Name, err)
	}
}

// Telephones and printers have long numbers of their own.
func TestALongNumberThatIsNoCardsIsTaken(t *testing.T) {
	for key, values := range map[string][]string{
		"support_phone": {"01 477 20 00, 041 123 456", "+386 1 477 20 00 / +386 41 123 456", "00386 1 477 20 00", "01 477 20 00 ali 041 123 456"},
		"printer":       {"HP_192_168_100_200", "Epson-TM-T88-123456789012"},
	} {
		for _, value := range values {
			if _, err := linux(nil).parse("desk.toml", "mode = \"training\"\n"+key+" = \""+value+"\"\n"); err != nil {
				t.Errorf("%s = %q: %v", key, value, err)
			}
		}
	}
}
