// Package text is the clerk's language: it turns a key and named values into a whole sentence in
// Slovene or English, and says dates, times and numbers the way that language writes them.
//
// House rules: no Fyne and no HTTP here; paper and flow use this package too. Sentences live whole
// in assets/text/sl.json and assets/text/en.json under keys of place and meaning
// ("topup.posted.title"), one key a line, sorted. Values are named, never glued to words in code.
// A message that counts has all plural forms of its language: one, two, few, other in Slovene, one
// and other in English, chosen by the value Count. What is stored or sent is a code, never a
// sentence from here.
package text

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"cekr.kranj.si/desk/assets"
)

// The languages there are. Slovene is the first and the fallback.
const (
	Slovene = "sl"
	English = "en"
)

// Languages lists the language codes there are, the default first.
func Languages() []string {
	var all []string
	for _, l := range locales {
		all = append(all, l.code)
	}
	return all
}

// Values are the named values of a sentence. A value is put in as the language writes it:
//   - a string as it is;
//   - an int or int64 with its thousands grouped;
//   - a time.Time as DateTime does;
//   - anything with Format(lang string) string (a money.Amount) by that method.
//
// The value named Count, an int or int64, chooses the plural form of a message that has them.
type Values map[string]any

// Language says things in one language. Get one by In. It is safe for any goroutine.
type Language struct {
	locale
	localizer *i18n.Localizer
	plural    map[string]bool // every key, and whether it has plural forms
}

var (
	spoken  = readers()              // read when first spoken: most programs speak one
	current atomic.Pointer[Language] // nil is Slovene

	// A value that a sentence names and the caller forgot is an error, not "<no value>".
	strict = &template.TextParser{Option: "missingkey=error"}
)

func readers() map[string]func() *Language {
	all := map[string]func() *Language{}
	for _, l := range locales {
		all[l.code] = sync.OnceValue(func() *Language { return read(l.code) })
	}
	return all
}

// Use makes lang the current language: "sl" or "en", or a tag that begins so ("sl-SI", "en_GB").
// Anything else means Slovene. Words already on the screen change only when they are said again.
func Use(lang string) { current.Store(In(lang)) }

// Lang is the code of the current language, "sl" or "en".
func Lang() string {
	if l := current.Load(); l != nil {
		return l.code
	}
	return Slovene
}

func inUse() *Language {
	if l := current.Load(); l != nil {
		return l
	}
	return In(Slovene)
}

// In is the language of the code lang, whatever the current one is; codes are read as by Use.
func In(lang string) *Language {
	if len(lang) > 2 && (lang[2] == '-' || lang[2] == '_') {
		lang = lang[:2]
	}
	if speak, ok := spoken[lang]; ok {
		return speak()
	}
	return spoken[Slovene]()
}

// Say says key in the current language. See Language.Say.
func Say(key string, values ...Values) string { return inUse().Say(key, values...) }

// Code is the language's own code, "sl" or "en".
func (l *Language) Code() string { return l.code }

// Has tells whether key is in this language's catalogue.
func (l *Language) Has(key string) bool {
	_, ok := l.plural[key]
	return ok
}

// Say is the sentence of key with the values put in; of several maps a later one wins. It never
// fails: a key that is not in the catalogue, a value the sentence names and nobody gave, or a
// plural without its Count, comes back as the key in angle quotes, ‹key›, to be seen and found.
func (l *Language) Say(key string, values ...Values) string {
	plural, ok := l.plural[key]
	if !ok {
		return "‹" + key + "›"
	}
	data := make(map[string]any, 4)
	var count any
	for _, some := range values {
		for name, value := range some {
			if name == "Count" {
				count = value
			}
			data[name] = l.format(value)
		}
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: strict}
	if plural {
		if count == nil {
			return "‹" + key + "›"
		}
		config.PluralCount = count
	}
	said, err := l.localizer.Localize(config)
	if err != nil {
		return "‹" + key + "›"
	}
	return said
}

// read builds a language from its embedded catalogue, which is part of the program: one that does
// not parse is a broken build.
func read(code string) *Language {
	raw, err := assets.Text.ReadFile("text/" + code + ".json")
	if err != nil {
		panic(err)
	}
	l, err := parse(code, raw)
	if err != nil {
		panic(err)
	}
	return l
}

// parse builds a language from a catalogue. Each has a bundle of its own, so a key missing in one
// language is never quietly said in the other.
func parse(code string, raw []byte) (*Language, error) {
	bundle := i18n.NewBundle(language.MustParse(code))
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	if _, err := bundle.ParseMessageFileBytes(raw, code+".json"); err != nil {
		return nil, fmt.Errorf("text: catalogue %s: %w", code, err)
	}
	plural, err := forms(raw)
	if err != nil {
		return nil, fmt.Errorf("text: catalogue %s: %w", code, err)
	}
	return &Language{locale: localeOf(code), localizer: i18n.NewLocalizer(bundle, code), plural: plural}, nil
}

// forms lists the keys of a catalogue and tells which have plural forms.
func forms(raw []byte) (map[string]bool, error) {
	var messages map[string]json.RawMessage
	if err := json.Unmarshal(raw, &messages); err != nil {
		return nil, err
	}
	plural := make(map[string]bool, len(messages))
	for key, message := range messages {
		plural[key] = bytes.HasPrefix(bytes.TrimSpace(message), []byte("{"))
	}
	return plural, nil
}
