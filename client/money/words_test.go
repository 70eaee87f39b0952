package money

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWordsInSlovene(t *testing.T) {
	for cents, want := range map[int64]string{
		0:              "nič evrov",
		100:            "en evro",
		200:            "dva evra",
		300:            "tri evre",
		400:            "štiri evre",
		500:            "pet evrov",
		1000:           "deset evrov",
		1100:           "enajst evrov",
		1200:           "dvanajst evrov",
		1400:           "štirinajst evrov",
		2000:           "dvajset evrov",
		2100:           "enaindvajset evrov",
		2200:           "dvaindvajset evrov",
		3400:           "štiriintrideset evrov",
		5200:           "dvainpetdeset evrov",
		10000:          "sto evrov",
		10100:          "sto en evro",
		10200:          "sto dva evra",
		10300:          "sto tri evre",
		10400:          "sto štiri evre",
		10500:          "sto pet evrov",
		11100:          "sto enajst evrov",
		11200:          "sto dvanajst evrov",
		12100:          "sto enaindvajset evrov",
		20000:          "dvesto evrov",
		20200:          "dvesto dva evra",
		60000:          "šeststo evrov",
		100000:         "tisoč evrov",
		100100:         "tisoč en evro",
		100200:         "tisoč dva evra",
		125050:         "tisoč dvesto petdeset evrov in petdeset centov",
		200000:         "dva tisoč evrov",
		500300:         "pet tisoč tri evre",
		2100000:        "enaindvajset tisoč evrov",
		10100000:       "sto en tisoč evrov",
		100000000:      "milijon evrov",
		100100100:      "milijon tisoč en evro",
		200000000:      "dva milijona evrov",
		300000000:      "tri milijone evrov",
		400000000:      "štiri milijone evrov",
		500000000:      "pet milijonov evrov",
		1100000000:     "enajst milijonov evrov",
		10100000000:    "sto en milijon evrov",
		10200000000:    "sto dva milijona evrov",
		1:              "en cent",
		2:              "dva centa",
		3:              "tri cente",
		5:              "pet centov",
		50:             "petdeset centov",
		101:            "en evro in en cent",
		402:            "štiri evre in dva centa",
		1999:           "devetnajst evrov in devetindevetdeset centov",
		-250:           "minus dva evra in petdeset centov",
		Max:            "devetsto devetindevetdeset milijonov devetsto devetindevetdeset tisoč devetsto devetindevetdeset evrov in devetindevetdeset centov",
		100_000_000_00: "sto milijonov evrov",
	} {
		if got := EUR(cents).Words("sl"); got != want {
			t.Errorf("%d: %q, want %q", cents, got, want)
		}
	}
}

func TestWordsInEnglish(t *testing.T) {
	for cents, want := range map[int64]string{
		0:         "zero euros",
		100:       "one euro",
		200:       "two euros",
		2100:      "twenty-one euros",
		10000:     "one hundred euros",
		10100:     "one hundred and one euros",
		100100:    "one thousand and one euros",
		125050:    "one thousand two hundred and fifty euros and fifty cents",
		101:       "one euro and one cent",
		1:         "one cent",
		99:        "ninety-nine cents",
		-1200:     "minus twelve euros",
		100000000: "one million euros",
		100200000: "one million two thousand euros",
		100001300: "one million and thirteen euros",
		Max: "nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine euros" +
			" and ninety-nine cents",
	} {
		if got := EUR(cents).Words("en"); got != want {
			t.Errorf("%d: %q, want %q", cents, got, want)
		}
	}
}

func TestWordsOfWhatHasNoWordsAreFigures(t *testing.T) {
	for _, a := range []Amount{EUR(Max + 1), {100, "USD"}} {
		if got := a.Words("sl"); got != a.Format("sl") {
			t.Errorf("%q", got)
		}
	}
}

// Two readers of the words, made from another description of the languages: a word's value and whether it adds,
// multiplies a hundred or closes a group.
var (
	sloveneUnits = map[string]int64{
		"nič": 0, "en": 1, "ena": 1, "dva": 2, "tri": 3, "štiri": 4, "pet": 5, "šest": 6, "sedem": 7, "osem": 8, "devet": 9,
		"deset": 10, "enajst": 11, "dvanajst": 12, "trinajst": 13, "štirinajst": 14, "petnajst": 15, "šestnajst": 16,
		"sedemnajst": 17, "osemnajst": 18, "devetnajst": 19, "dvajset": 20, "trideset": 30, "štirideset": 40, "petdeset": 50,
		"šestdeset": 60, "sedemdeset": 70, "osemdeset": 80, "devetdeset": 90, "sto": 100, "dvesto": 200, "tristo": 300,
		"štiristo": 400, "petsto": 500, "šeststo": 600, "sedemsto": 700, "osemsto": 800, "devetsto": 900,
	}
	englishUnits = map[string]int64{
		"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
		"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
		"eighty": 80, "ninety": 90,
	}
)

func TestWordsSayTheAmountAndNoOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.OneOf(rapid.Int64Range(0, Max), rapid.Int64Range(0, 30000)).Draw(t, "cents")
		if got := readSlovene(t, EUR(cents).Words("sl")); got != cents {
			t.Fatalf("%q is %d, want %d", EUR(cents).Words("sl"), got, cents)
		}
		if got := readEnglish(t, EUR(cents).Words("en")); got != cents {
			t.Fatalf("%q is %d, want %d", EUR(cents).Words("en"), got, cents)
		}
	})
}

func readSlovene(t *rapid.T, text string) (cents int64) {
	var sum, group int64
	for word := range strings.FieldsSeq(text) {
		value, known := sloveneUnits[word]
		ones, tens, compound := strings.Cut(word, "in")
		switch {
		case known:
			group += value
		case compound && ones != "" && tens != "":
			group += sloveneUnits[ones] + sloveneUnits[tens]
		case strings.HasPrefix(word, "milijon"):
			sum, group = sum+max(group, 1)*1_000_000, 0
		case word == "tisoč":
			sum, group = sum+max(group, 1)*1000, 0
		case strings.HasPrefix(word, "evr"):
			cents, sum, group = (sum+group)*100, 0, 0
		case strings.HasPrefix(word, "cent"):
			cents += sum + group
		case word != "in":
			t.Fatalf("%q in %q", word, text)
		}
	}
	return cents
}

func readEnglish(t *rapid.T, text string) (cents int64) {
	var sum, group int64
	for word := range strings.FieldsSeq(strings.ReplaceAll(text, "-", " ")) {
		value, known := englishUnits[word]
		switch {
		case known:
			group += value
		case word == "hundred":
			group *= 100
		case word == "million":
			sum, group = sum+group*1_000_000, 0
		case word == "thousand":
			sum, group = sum+group*1000, 0
		case strings.HasPrefix(word, "euro"):
			cents, sum, group = (sum+group)*100, 0, 0
		case strings.HasPrefix(word, "cent"):
			cents += sum + group
		case word != "and":
			t.Fatalf("%q in %q", word, text)
		}
	}
	return cents
}
