package upn

// model is how a reference SI is built: how many parts it has, and which runs of parts end with a check digit.
type model struct {
	min, max int
	exactly  int // the digits of each part, where the model fixes them
	checked  []span
}

// span is a run of parts, counted from 1, that shares one check digit, its last. Parts a reference doesn't have are
// left out of it.
type span struct{ from, to int }

var (
	firstChecked  = model{min: 1, max: 3, checked: []span{{1, 1}}}         // (P1)K-P2-P3
	secondChecked = model{min: 2, max: 3, checked: []span{{1, 1}, {2, 2}}} // (P1)K-(P2)K-P3
	unchecked     = model{min: 2, max: 2}
)

// models are the models of references SI in use. 12 has one part of exactly thirteen digits, 99 has none. The
// published rules of 21 and 31 contradict themselves on the check digit, so theirs isn't looked at.
var models = map[string]model{
	"00": {min: 1, max: 3},
	"01": {min: 1, max: 3, checked: []span{{1, 3}}},
	"02": {min: 3, max: 3, checked: []span{{2, 2}, {3, 3}}},
	"03": {min: 3, max: 3, checked: []span{{1, 1}, {2, 2}, {3, 3}}},
	"04": {min: 3, max: 3, checked: []span{{1, 1}, {3, 3}}},
	"05": firstChecked,
	"06": {min: 2, max: 3, checked: []span{{2, 3}}},
	"07": {min: 2, max: 3, checked: []span{{2, 2}}},
	"08": {min: 3, max: 3, checked: []span{{1, 2}, {3, 3}}},
	"09": {min: 1, max: 3, checked: []span{{1, 2}}},
	"10": {min: 2, max: 3, checked: []span{{1, 1}, {2, 3}}},
	"11": secondChecked,
	"12": {min: 1, max: 1, exactly: 13, checked: []span{{1, 1}}},
	"18": secondChecked,
	"19": secondChecked,
	"21": unchecked,
	"28": secondChecked,
	"31": unchecked,
	"38": secondChecked,
	"40": secondChecked,
	"41": secondChecked,
	"48": secondChecked,
	"49": secondChecked,
	"51": secondChecked,
	"55": firstChecked,
	"58": secondChecked,
	"99": {min: 0, max: 0},
}

// maxPart is the most digits of a part with its check digit; maxChecked of a checked run, whose weights end at 13.
const (
	maxPart    = 12
	maxChecked = 13
)

// checkDigit is the last digit over the digits before it, by modulus 11: weights 2, 3, 4 … from the right, K is 11 less
// the remainder, and 0 where that is 10 or 11. (11 is discouraged by the rules, but valid; CeKR's own prefix has it.)
func checkDigit(digits []byte) byte {
	sum := 0
	for i, d := range digits {
		sum += int(d-'0') * (len(digits) - i + 1)
	}
	if k := 11 - sum%11; k < 10 {
		return byte('0' + k)
	}
	return '0'
}
