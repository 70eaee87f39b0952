package client

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
)

// sample has one member of each kind that the contract knows.
type sample struct {
	ID    string       `json:"id"`
	Sum   money.Amount `json:"sum"`
	Count int64        `json:"count"`
	At    time.Time    `json:"at"`
	List  []string     `json:"list"`
	Inner inner        `json:"inner"`
	Maybe *inner       `json:"maybe"`
	Next  string       `json:"next" contract:"nullable"`
	Note  string       `json:"note" contract:"optional"`
	Skip  string       `json:"-"`
}

type inner struct {
	Name string `json:"name"`
}

const sampleText = `{"id":"a","sum":{"amount":-5,"currency":"EUR"},"count":3,"at":"2026-03-02T09:15:30+01:00","list":["x"],` +
	`"inner":{"name":"n"},"maybe":null,"next":null}`

func TestDecodeTakesWhatTheContractSays(t *testing.T) {
	want := sample{ID: "a", Sum: money.EUR(-5), Count: 3, At: when(t, asOf), List: []string{"x"}, Inner: inner{"n"}}
	for name, text := range map[string]string{
		"plain":                     sampleText,
		"with space around":         " \r\n\t" + sampleText + "\n",
		"with what is not known":    strings.Replace(sampleText, `{`, `{"new":{"a":[1.5,null,{"b":true}]},`, 1),
		"with what is not there":    strings.Replace(sampleText, `{`, `{"-":"x","Skip":"y",`, 1),
		"with keys written in code": strings.Replace(sampleText, `"id"`, `"\u0069d"`, 1),
	} {
		got, err := decode[sample]([]byte(text))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	text := strings.NewReplacer(`"maybe":null`, `"maybe":{"name":"m"}`, `"next":null`, `"next":"c","note":"n"`).Replace(sampleText)
	want.Maybe, want.Next, want.Note = &inner{"m"}, "c", "n"
	if got, err := decode[sample]([]byte(text)); err != nil || !cmp.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDecodeRefusesAllElse(t *testing.T) {
	swap := func(from, to string) string {
		if !strings.Contains(sampleText, from) {
			t.Fatalf("no %s in the sample", from)
		}
		return strings.Replace(sampleText, from, to, 1)
	}
	for name, tt := range map[string]struct {
		text string
		want error
	}{
		"nothing":               {"", errSyntax},
		"space":                 {" ", errSyntax},
		"null":                  {"null", errNull},
		"a list":                {"[]", errKind},
		"a word":                {`"a"`, errKind},
		"a number":              {"1", errKind},
		"two texts":             {sampleText + sampleText, errSyntax},
		"something behind":      {sampleText + "x", errSyntax},
		"cut":                   {sampleText[:len(sampleText)-1], errSyntax},
		"cut in a key":          {`{"i`, errSyntax},
		"cut in a list":         {`{"list":["a"`, errSyntax},
		"a comma at the end":    {swap(`"next":null}`, `"next":null,}`), errSyntax},
		"single quotes":         {strings.ReplaceAll(sampleText, `"`, `'`), errSyntax},
		"a byte-order mark":     {"\ufeff" + sampleText, errSyntax},
		"broken UTF-8":          {swap(`"a"`, "\"\xc3\""), errNotText},
		"half a pair":           {swap(`"a"`, "\"\xed\xa0\x80\""), errNotText},
		"a key twice":           {swap(`{`, `{"id":"a",`), errKeyTwice},
		"a key twice in code":   {swap(`{`, `{"\u0069d":"a",`), errKeyTwice},
		"an inner key twice":    {swap(`{"name":"n"}`, `{"name":"n","name":"n"}`), errKeyTwice},
		"an unknown key twice":  {swap(`{`, `{"x":1,"x":1,`), errKeyTwice},
		"deep and twice":        {swap(`{`, `{"x":[{"y":1,"y":1}],`), errKeyTwice},
		"a key in capitals":     {swap(`"id"`, `"ID"`), errKeyCase},
		"both":                  {swap(`{`, `{"ID":"b",`), errKeyCase},
		"inner in capitals":     {swap(`{"name"`, `{"naMe"`), errKeyCase},
		"a long s":              {swap(`"list"`, `"liſt"`), errKeyCase},
		"money in capitals":     {swap(`{"amount"`, `{"Amount"`), errKeyCase},
		"a key missing":         {swap(`"count":3,`, ``), errKeyAbsent},
		"an inner key missing":  {swap(`{"name":"n"}`, `{}`), errKeyAbsent},
		"no currency":           {swap(`,"currency":"EUR"`, ``), errKeyAbsent},
		"null for a word":       {swap(`"a"`, `null`), errNull},
		"null for money":        {swap(`{"amount":-5,"currency":"EUR"}`, `null`), errNull},
		"null for a list":       {swap(`["x"]`, `null`), errNull},
		"null in a list":        {swap(`["x"]`, `[null]`), errNull},
		"null for a thing":      {swap(`{"name":"n"}`, `null`), errNull},
		"null for an optional":  {swap(`{`, `{"note":null,`), errNull},
		"a word for a number":   {swap(`:3`, `:"3"`), errKind},
		"a number for a word":   {swap(`"a"`, `1`), errKind},
		"an exponent":           {swap(`:3`, `:3e0`), errKind},
		"a point":               {swap(`:3`, `:3.0`), errKind},
		"beyond 64 bits":        {swap(`:3`, `:9223372036854775808`), errKind},
		"cents with a point":    {swap(`:-5`, `:-5.0`), errKind},
		"cents with exponent":   {swap(`:-5`, `:-5e2`), errKind},
		"cents beyond money":    {swap(`:-5`, `:100000000000`), errKind},
		"dollars":               {swap(`EUR`, `USD`), errKind},
		"money with more":       {swap(`"currency":"EUR"`, `"currency":"EUR","scale":2`), errKind},
		"a list for a thing":    {swap(`{"name":"n"}`, `[]`), errKind},
		"a thing for a list":    {swap(`["x"]`, `{}`), errKind},
		"a thing for a time":    {swap(`"2026-03-02T09:15:30+01:00"`, `{}`), errKind},
		"a thing for a word":    {swap(`"a"`, `{}`), errKind},
		"a time without a zone": {swap(`+01:00`, ``), errKind},
		"a day":                 {swap(`2026-03-02T09:15:30+01:00`, `2026-03-02`), errKind},
		"seventeen deep":        {swap(`{`, `{"x":`+strings.Repeat("[", maxDepth)+strings.Repeat("]", maxDepth)+`,`), errTooDeep},
		"a hundred thousand":    {swap(`{`, `{"x":`+strings.Repeat("[", 100_000)+`,`), errSyntax},
		"too large":             {swap(`"a"`, `"`+strings.Repeat("a", maxAnswer)+`"`), errTooLarge},
	} {
		got, err := decode[sample]([]byte(tt.text))
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
		if !cmp.Equal(got, sample{}) {
			t.Errorf("%s: half an answer: %+v", name, got)
		}
	}
	if _, err := decode[sample]([]byte(swap(`{`, `{"x":`+strings.Repeat("[", maxDepth-1)+strings.Repeat("]", maxDepth-1)+`,`))); err != nil {
		t.Errorf("sixteen deep: %v", err)
	}
}

// Whatever top-up an office may speak of is read as it was written, but for a code or a sender that is none.
func TestDecodeReadsEveryTopUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum := rapid.Custom(func(t *rapid.T) money.Amount {
			return money.EUR(rapid.Int64Range(-money.Max, money.Max).Draw(t, "cents"))
		})
		want := TopUp{
			ID: rapid.String().Draw(t, "id"), MokID: rapid.StringMatching(`[0-9]{9}`).Draw(t, "mokId"), Amount: sum.Draw(t, "amount"),
			State: rapid.String().Draw(t, "state"), Code: rapid.String().Draw(t, "code"), Fee: sum.Draw(t, "fee"), Total: sum.Draw(t, "total"),
			Tendered: sum.Draw(t, "tendered"), Change: sum.Draw(t, "change"), ReceiptNumber: rapid.String().Draw(t, "receipt"),
			BookedAt: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC(), BalanceAfter: sum.Draw(t, "balance"), Desk: rapid.String().Draw(t, "desk"),
			Seq: rapid.Int64().Draw(t, "seq"), Staff: rapid.String().Draw(t, "staff"), Gap: rapid.Bool().Draw(t, "gap"), TraceID: rapid.String().Draw(t, "trace"),
			SentBy: rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9]{4,8}`)).Draw(t, "sender"),
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode[TopUp](text)
		if want.Code != "" {
			want.Code = codeOf(want.Code)
		}
		want.SentBy = staffOf(want.SentBy)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("%v %s", err, diff)
		}
	})
}

// Changing the case of any letter of any key makes an answer nobody's.
func TestDecodeIsExactInEveryLetter(t *testing.T) {
	for at, letter := range sampleText {
		upper := strings.ToUpper(string(letter))
		text := sampleText[:at] + upper + sampleText[at+len(upper):]
		inKey := upper != string(letter) && strings.HasPrefix(strings.TrimLeft(sampleText[at:], "abcdefghijklmnopqrstuvwxyz"), `":`)
		if _, err := decode[sample]([]byte(text)); inKey && !errors.Is(err, errKeyCase) {
			t.Errorf("%s: %v", text[max(at-5, 0):at+5], err)
		}
	}
}

func FuzzDecodeTopUp(f *testing.F) {
	f.Add([]byte(posted))
	f.Add([]byte(`{"id":"x","state":"unseen"}`))
	f.Add([]byte(`{"ID":"x","id":"y","state":"posted","amount":{"amount":1,"currency":"EUR"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := decode[TopUp](text)
		if err != nil {
			return
		}
		// The oracle knows keys letter by letter, for it reads into a map.
		var raw map[string]json.RawMessage
		if err := json.Unmarshal(text, &raw); err != nil {
			t.Fatalf("took what is not JSON: %q", text)
		}
		for key, value := range map[string]string{"id": got.ID, "state": got.State, "mokId": got.MokID, "code": got.Code} {
			var want string
			if raw[key] != nil && json.Unmarshal(raw[key], &want) != nil || want != value && (key != "code" || value != codeOf(want)) {
				t.Errorf("%s is %q, read as %q", key, raw[key], value)
			}
		}
		var amount struct{ Amount json.Number }
		if raw["amount"] != nil && (json.Unmarshal(raw["amount"], &amount) != nil || amount.Amount.String() != json.Number(integer(got.Amount.Cents)).String()) {
			t.Errorf("amount %s read as %d", raw["amount"], got.Amount.Cents)
		}
	})
}

func integer(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func FuzzProblem(f *testing.F) {
	f.Add([]byte(refusal(409, CodeLimitExceeded, `,"limitLeft":`+euros(500))), "application/problem+json", "120")
	f.Add([]byte(refusal(401, CodeSignInRefused, `,"attemptsLeft":3,"detail":"card 4111 1111 1111 1111"`)), "application/problem+json; charset=utf-8", "x")
	f.Fuzz(func(t *testing.T, body []byte, kind, wait string) {
		c := &Client{secret: "s"}
		e := c.fault(reply{status: 409, body: body, header: map[string][]string{"Content-Type": {kind}, "Retry-After": {wait}}})
		if e == nil {
			t.Fatal("a 409 without fault")
		}
		if e.Code != CodeForeignAnswer && e.Code != CodeIllFormed && codeOf(e.Code) != e.Code || e.RetryAfter < 0 || e.RetryAfter > longestRetryAfter {
			t.Errorf("%#v", e)
		}
		if strings.ContainsAny(e.Error(), "\r\n") || hasDigits(e.Detail, shownDigits+1) {
			t.Errorf("%q, %q", e.Error(), e.Detail)
		}
	})
}

func FuzzCard(f *testing.F) {
	f.Add([]byte(cardAnswer))
	f.Fuzz(func(t *testing.T, body []byte) {
		if card, err := decode[Card](body); err == nil && card.Possible == nil {
			t.Errorf("null acts: %s", body)
		}
		decode[TransactionPage](body)
		decode[DrawerNow](body)
		decode[Quote](body)
		decode[Me](body)
	})
}
