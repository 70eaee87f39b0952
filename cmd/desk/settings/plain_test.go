package settings

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// wide is a text as "Unicode" of a Windows program: two bytes a letter, the low or the high one first.
func wide(text string, lowFirst bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		if lowFirst {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		} else {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		}
	}
	return b.String()
}

// N1, and all of its kind: a file that looks right in its editor, and is none to us.
func TestSettingsThatLookRightInTheirEditorSayHowToSaveThem(t *testing.T) {
	const text = "mode = \"training\"\n[order]\npayee = \"Mestna občina Žužemberk\"\n"
	narrow := func(c *charmap.Charmap) string {
		s, err := c.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct {
		text string
		code Code
		line int
		want string
	}{
		"UTF-16 of Notepad":             {"\xff\xfe" + wide(text, true), Encoding, 0, "UTF-16"},
		"UTF-16, the high byte first":   {"\xfe\xff" + wide(text, false), Encoding, 0, "UTF-16"},
		"UTF-16 without its mark":       {wide(text, true), Encoding, 0, "UTF-16"},
		"the same, the high byte first": {wide(text, false), Encoding, 0, "UTF-16"},
		"UTF-32":                        {"\xff\xfe\x00\x00m\x00\x00\x00", Encoding, 0, "UTF-32"},
		"Windows-1250":                  {narrow(charmap.Windows1250), Encoding, 3, ""},
		"ISO 8859-2":                    {narrow(charmap.ISO8859_2), Encoding, 3, ""},
		"a DOS window's":                {narrow(charmap.CodePage852), Encoding, 3, ""},
		"cut in a letter":               {"mode = \"training\" # \xc4", Encoding, 1, ""},
		"WordPad's":                     {"{\\rtf1\\ansi mode}", NotText, 0, ""},
		"Word's":                        {"PK\x03\x04\x14\x00", NotText, 0, ""},
		"an old Word's":                 {"\xd0\xcf\x11\xe0\xa1\xb1", NotText, 0, ""},
		"a web page":                    {"<!DOCTYPE html>\n<pre>mode", NotText, 0, ""},
		"a hole of zeros in the text":   {"mode = \"training\"\n" + strings.Repeat("\x00", 3) + strings.Repeat("#\n", 40), NotText, 0, ""},
		"quotes of Word":                {"mode = „training“\n", Typography, 1, ""},
		"English quotes":                {"# yes\nmode = “training”\n", Typography, 2, ""},
		"single ones":                   {"mode = ‘training’\n", Typography, 1, ""},
		"a blank of a web page":         {"mode\u00a0= \"training\"\n", Typography, 1, ""},
		"a blank that nobody sees":      {"mode = \"training\"\u200b\n", Typography, 1, ""},
		"a mark in the middle":          {"mode = \"training\"\n\ufeffdesk = \"A\"\n", Typography, 2, ""},
		"a Windows path":                {"mode = \"training\"\nfolder = \"C:\\CeKR\"\n", Backslash, 2, ""},
		"the home of a Windows user":    {"mode = \"training\"\nfolder = \"C:\\Users\\ana\"\n", Backslash, 2, ""},
		"a Windows path that passes":    {"mode = \"training\"\nfolder = \"C:\\temp\\new\"\n", Backslash, 2, ""},
		"quotes of Word in a remark":    {"mode = \"training\" # „remark“\nreceipt = a6\n", Syntax, 2, ""},
	} {
		_, err := linux(nil).parse("desk.toml", c.text)
		got, ok := errors.AsType[*Error](err)
		if !ok || got.Code != c.code || got.Line != c.line || got.Want != c.want {
			t.Errorf("%s: got %v of %+v, want %s line %d", name, err, got, c.code, c.line)
		}
	}
	if s, err := linux(nil).parse("desk.toml", "mode = \"training\"\n[order]\npayee = \"„Kranj“\"\n"); err == nil {
		t.Errorf("quotes inside a payee are a letter that the form doesn't have: %+v", s.Payee)
	}
}

// N3, and all of its kind: blanks pasted along, which nobody sees.
func TestBlanksRoundAValueAreNamed(t *testing.T) {
	const office = "mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \"https://p.si\"\n"
	for name, text := range map[string]string{
		"after the address":       "mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \"https://p.si/ \"\n",
		"before the address":      "mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \" https://p.si/\"\n",
		"a no-break one":          "mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \"https://p.si/\u00a0\"\n",
		"one without a width":     "mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \"https://p.si/\u200b\"\n",
		"a mark of a copied text": "mode = \"office\"\ndesk = \"KR-1\"\n[office]\nurl = \"\ufeffhttps://p.si/\"\n",
		"after the authorities":   office + "ca = \"/etc/ca.pem \"\n",
		"after the certificate":   office + "cert = \"/etc/c.pem \"\nkey = \"/etc/c.key\"\n",
		"after the key":           office + "cert = \"/etc/c.pem\"\nkey = \"/etc/c.key \"\n",
		"after the folder":        "mode = \"training\"\nfolder = \"/home/ana/listine \"\n",
		"after the printer":       "mode = \"training\"\nprinter = \"Pult \"\n",
		"after a word":            "mode = \"training \"\n",
		"after the desk":          "mode = \"training\"\ndesk = \"KR-1 \"\n",
		"before the phone":        "mode = \"training\"\nsupport_phone = \" 01 477 20 00\"\n",
		"after the payee":         "mode = \"training\"\n[order]\npayee = \"NLB d.d. \"\n",
		"nothing but blanks":      "mode = \"training\"\nprinter = \"  \"\n",
	} {
		_, err := linux(nil).parse("desk.toml", text)
		got, ok := errors.AsType[*Error](err)
		if !ok || got.Code != Blanks || got.Line == 0 || !strings.Contains(strings.Split(text, "\n")[got.Line-1], " = ") {
			t.Errorf("%s: got %v, want blanks", name, err)
		}
	}
}
