package text

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// notForPeople are calls whose words no clerk reads.
var notForPeople = regexp.MustCompile(`^(fmt\.(Errorf|Sscanf|Fprintf|Fprint|Fprintln)|errors\.New|panic|log\.\w+|slog\.\w+|.*\.?(Debug|Info|Warn|Error|Log)|regexp\.MustCompile|strings\.\w+|fyne\.MeasureText|time\.\w+|bytes\.\w+|filepath\.\w+)$`)

// shows are calls that put their words on the screen as they are.
var shows = regexp.MustCompile(`^(widget|canvas|dialog|container|field)\.New\w*$|^fyne\.NewMenu\w*$|\.?(SetText|SetPlaceHolder|SetTitle|SetLabel|SetHint|SetError)$`)

// exempt are files of gui that hold words by right.
var exempt = map[string]string{
	"gui/paper/order_captions.go":  "the form's captions, exact by standard",
	"gui/paper/ink/pdf.go":         "the language of PDF",
	"gui/paper/ink/pdf_content.go": "the language of PDF",
	"gui/text/locale.go":           "how dates and times are written",
}

var letterThenSpace = regexp.MustCompile(`\p{L}[,.:;!?]? `)

// misplaced tells whether the literal is words for people that stand in the code.
func misplaced(l literal) bool {
	if keyShape.MatchString(l.text) {
		return false
	}
	name, _ := l.call()
	if notForPeople.MatchString(name) {
		return false
	}
	if shows.MatchString(name) && !l.begins() && !l.ends() {
		return strings.ContainsFunc(l.text, unicode.IsLetter)
	}
	return letterThenSpace.MatchString(l.text)
}

func TestNoWordsForPeopleStandInTheCodeOfTheWindow(t *testing.T) {
	for _, l := range sources(t) {
		doubles := strings.Contains(l.file, "test/") // a package of doubles for tests
		if strings.HasPrefix(l.file, "gui/") && exempt[l.file] == "" && !doubles && misplaced(l) {
			t.Errorf("%s:%d: %q belongs in the catalogue", l.file, l.line, l.text)
		}
	}
}

func TestTheRuleTellsWordsFromTheRest(t *testing.T) {
	for code, wanted := range map[string]bool{
		`widget.NewLabel("Polnitev")`:              true,
		`canvas.NewText("OK", nil)`:                true,
		`field.NewRow("Znesek", nil)`:              true,
		`fyne.NewMenuItem("Datoteka", nil)`:        true,
		`button.SetText("Da")`:                     true,
		`title := "Kartica je zaklenjena."`:        true,
		`title := "Kartica " + name`:               true,
		`title := fmt.Sprintf("Kartica %s", n)`:    true,
		`say(x, "ni kartice")`:                     true,
		`text.Say("topup.posted.title")`:           false,
		`widget.NewLabel("")`:                      false,
		`widget.NewLabel("€")`:                     false,
		`button.SetText(text.Say("card." + n))`:    false,
		`err := fmt.Errorf("open journal: %w", e)`: false,
		`log.Warn("no answer from the office")`:    false,
		`panic("not a state")`:                     false,
		`code := "card-not-found"`:                 false,
		`name := "okence-sans"`:                    false,
	} {
		found := literals(t, "code.go", "package p\nfunc f() { "+code+" }")
		if len(found) != 1 {
			t.Fatalf("%s: %d literals", code, len(found))
		}
		if got := misplaced(found[0]); got != wanted {
			t.Errorf("%s: words for people: %v, want %v", code, got, wanted)
		}
	}
}

func TestTheReaderOfSourcesKnowsWhatIsSaid(t *testing.T) {
	for code, wanted := range map[string]bool{
		`text.Say("a.b")`:                        true,
		`Say("a.b")`:                             true,
		`p.say("a.b", text.Values{})`:            true,
		`text.In(lang).Say("a.b")`:               true,
		`text.Say("a." + name)`:                  true,
		`m = flow.Message{Key: "a.b"}`:           true,
		`m = &Message{Key: "a.b", Values: nil}`:  true,
		`h = HelpRow{Key: "a.b"}`:                false,
		`flow.Say(key, "Amount", 5)`:             false,
		`text.Say(key, text.Values{"Count": 5})`: false,
		`essay("a.b")`:                           false,
	} {
		found := literals(t, "code.go", "package p\nfunc f() { "+code+" }")
		if len(found) != 1 || found[0].says() != wanted {
			t.Errorf("%s: %d literals, said %v, want %v", code, len(found), found[0].says(), wanted)
		}
	}
}
