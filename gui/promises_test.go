package gui

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/assets"
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
)

// said is all that the catalogue of a language says, by key; plural forms follow one another.
func said(t *testing.T, lang string) map[string]string {
	t.Helper()
	raw, err := assets.Text.ReadFile("text/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]any
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for key, entry := range entries {
		switch entry := entry.(type) {
		case string:
			all[key] = entry
		case map[string]any:
			for _, form := range entry {
				all[key] += form.(string) + "\n"
			}
		}
	}
	return all
}

func hasCommand(name string) bool {
	return slices.ContainsFunc(flow.Menu(), func(i flow.MenuItem) bool { return i.Command == flow.Command(name) })
}

var shortcut = regexp.MustCompile(`Ctrl\+(\w+)`)

func TestEveryShortcutThatASentenceNamesIsACommandOrTheFields(t *testing.T) {
	named := 0
	for _, lang := range text.Languages() {
		for key, words := range said(t, lang) {
			for _, found := range shortcut.FindAllStringSubmatch(words, -1) {
				named++
				ofTable := slices.ContainsFunc(flow.Menu(), func(i flow.MenuItem) bool { return i.Key == found[1] })
				if !ofTable && !slices.Contains([]string{"A", "C", "V", "X", "Y", "Z"}, found[1]) {
					t.Errorf("%s: %s names Ctrl+%s, which does nothing: %q", lang, key, found[1], words)
				}
			}
		}
	}
	if named < 10 {
		t.Errorf("only %d shortcuts were found: this test no longer sees them", named)
	}
}

// Acts of the office that a program may have a command for, and words that speak of doing them. It is a list of words, so it knows only
// those; a new act brings its own.
var spokenOf = map[string]struct{ command, sl, en string }{
	"unlock":      {"unlock", `odkl(en|ep)|zaklep[^.;]*preklic`, `unlock|lock[^.;]*\bundo`},
	"loss report": {"loss-report", `prijav\w* (izgub|kraj)|(izgub|kraj)[^.]* prijavi`, `loss report|report\w* (the |a )?(loss|theft)|(loss|theft)[^.]* report`},
	"reversal":    {"reversal", `storn|razveljav`, `revers`},
	"approval":    {"reversal", `odobri`, `approv`},
}

// elsewhere tells who does it, when this counter doesn't.
var elsewhere = regexp.MustCompile(`01 477 20 00|NLB|cekr\.kranj\.si|nadrejen|supervisor`)

// otherThings are sentences that use these words of something else.
var otherThings = map[string]string{
	"list.kind.reversal":          "what the office has booked",
	"cli.sandbox.staff.reset-pin": "a member of staff's sign-in",
	"check.cert.encrypted":        "a key's password",
}

// Nobody may wait for an unlock, a loss report, a reversal or an approval that this program can't do: a sentence that speaks of one says who does it.
func TestNoSentencePromisesWhatHasNoCommand(t *testing.T) {
	for _, lang := range text.Languages() {
		for act, words := range spokenOf {
			if hasCommand(words.command) {
				continue
			}
			speaks := regexp.MustCompile(`(?i)` + map[string]string{text.Slovene: words.sl, text.English: words.en}[lang])
			for key, sentence := range said(t, lang) {
				if speaks.MatchString(sentence) && !elsewhere.MatchString(sentence) && otherThings[key] == "" {
					t.Errorf("%s: %s speaks of %s, for which there is no command, and not of who does it: %q", lang, key, act, sentence)
				}
			}
		}
	}
}

func TestThePromisesOfOldAreSeen(t *testing.T) {
	for act, sentences := range map[string][2]string{
		"unlock":      {"Takoj ustavi kartico; zaklep je mogoče preklicati.", "Stops the card at once; a lock can be undone."},
		"approval":    {"Odkleniti ga je mogoče z odobritvijo.", "It can be undone with an approval."},
		"loss report": {"prijava izgube", "loss report"},
		"reversal":    {"Storno polnitve", "Reverse the top-up"},
	} {
		for i, pattern := range []string{spokenOf[act].sl, spokenOf[act].en} {
			if !regexp.MustCompile(`(?i)` + pattern).MatchString(sentences[i]) {
				t.Errorf("%q is not seen to speak of %s", sentences[i], act)
			}
		}
	}
}

// Whatever the office allows with a card, the screen offers what has a command here, each job with its key; of the rest it says why it isn't
// there, and where the customer goes.
func TestACardsScreenOffersOnlyWhatTheCounterCanDo(t *testing.T) {
	topUp, lock, order := text.Say("command.topup")+" (Ctrl+T)", "Zakleni kartico (Ctrl+L)", "Nalog UPN (Ctrl+G)"
	elsewhere := "Imetnik, ki jo je zaklenil sam, jo odklene na portalu cekr.kranj.si; sicer stranko napotite na 01 477 20 00 ali v poslovalnico NLB."
	unlock := "Odkleni kartico (Ctrl+3)"
	later := []client.Act{client.ActUnlock, client.ActLossReport, client.ActOrder, "an act of a later contract"}
	for _, tt := range []struct {
		state        client.CardState
		possible     []client.Act
		without      client.Capability
		shown, there []string
		not          []string
	}{
		{client.CardActive, append(later, client.ActTopUp, client.ActLock), "", nil, []string{topUp, lock, order}, nil},
		{client.CardActive, append(later, client.ActLock), "", []string{"Polnitve te kartice urad zdaj ne dovoli."}, []string{lock, order}, []string{topUp}},
		{client.CardActive, later, "", []string{"Zaklepa te kartice urad zdaj ne dovoli."}, []string{order}, []string{topUp, lock}},
		{client.CardLocked, later, "", []string{"Kartica je zaklenjena", "z odobritvijo druge osebe jo odklenete tukaj (Ctrl+3)"}, []string{unlock, order}, []string{topUp, lock, elsewhere}},
		{client.CardLocked, later, client.MayUnlock, []string{"Kartica je zaklenjena", elsewhere}, []string{order}, []string{topUp, lock, unlock, "odobritv"}},
		{client.CardLocked, []client.Act{client.ActOrder}, "", []string{"Kartica je zaklenjena", elsewhere}, []string{order}, []string{topUp, lock, unlock, "odobritv"}},
		{client.CardLost, later, "", []string{"Kartica je prijavljena kot izgubljena"}, []string{order}, []string{topUp, lock}},
		{client.CardActive, append(later, client.ActTopUp, client.ActLock), client.MayTopUp, []string{"To okence ne polni kartic."}, []string{lock, order}, []string{topUp}},
		{client.CardActive, append(later, client.ActTopUp, client.ActLock), client.MayLock, []string{"To okence ne zaklepa kartic."}, []string{topUp, order}, []string{lock}},
	} {
		c := sitDown(t, func(o *flowtest.Office) {
			card := o.Cards["100000014"]
			card.State, card.Possible = tt.state, tt.possible
			o.Cards["100000014"] = card
			o.MeAnswer.Capabilities = slices.DeleteFunc(slices.Clone(o.MeAnswer.Capabilities), func(c client.Capability) bool { return c == tt.without })
		})
		c.signIn().types("100000014").enter().sees(tt.shown...).sees(tt.there...).hides(tt.not...)
		c.hides("prijava izgube", "card.no-", "counter.")
	}
}

// While the office is out of reach the clerk reads what still works, and whom to call for a lost card, before the sign-in as after it.
func TestWithoutTheOfficeTheClerkReadsWhatStillWorks(t *testing.T) {
	says := []string{"Nalog UPN (Ctrl+G) deluje tudi zdaj", "01 477 20 00"}
	c := sitDown(t)
	asks := func(err error) *clerk {
		c.office.HealthErr = err
		c.tasks.Tick()
		return c
	}
	gone := &client.Error{Code: client.CodeTimeout}
	c.hides(says...)
	asks(gone).sees(says...)
	asks(nil).hides(says...).signIn().hides(says...)
	asks(gone).sees(says...)
}

// Before the lock the clerk knows who undoes it.
func TestBeforeALockTheClerkReadsWhoUnlocks(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("100000014").enter()
	c.ctrl(fyne.KeyL).types("1").enter().types("1").enter().types("4").enter()
	c.sees("z odobritvijo druge osebe (Ctrl+3); sicer stranka pokliče 01 477 20 00 ali gre v poslovalnico NLB.")
}

// Why a lock isn't offered is the office's word only where it is the office that forbids it.
func TestTheCardDoesNotBlameTheOfficeForAJobThatIsBeingDone(t *testing.T) {
	const blamed = "Zaklepa te kartice urad zdaj ne dovoli."
	sitDown(t, posted).signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().step(topup.Confirming).hides(blamed)
	sitDown(t, func(o *flowtest.Office) {
		forbidden := o.Cards["100000014"]
		forbidden.Possible = []client.Act{client.ActTopUp}
		o.Cards["100000014"] = forbidden
	}).signIn().types("100000014").enter().sees(blamed)
}
