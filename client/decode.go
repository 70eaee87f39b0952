package client

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	maxAnswer  = 256 << 10 // bytes of an answer
	maxRequest = 64 << 10  // bytes of a request
	maxDepth   = 16        // of arrays and objects in an answer
)

// The reasons for refusing an answer. They never repeat what was in it.
var (
	errNotText   = errors.New("not UTF-8")
	errTooLarge  = errors.New("too large")
	errTooDeep   = errors.New("too deep")
	errSyntax    = errors.New("not JSON")
	errKeyTwice  = errors.New("a key twice")
	errKeyCase   = errors.New("a key in other letters")
	errKeyAbsent = errors.New("a key is missing")
	errNull      = errors.New("null where the contract has a value")
	errKind      = errors.New("a value of another kind")
)

// decode reads one JSON text as T, more strictly than encoding/json: keys letter for
// letter, none twice, none missing unless tagged contract:"optional", null only for a
// pointer or where tagged contract:"nullable", nothing after the end, bounded in size
// and depth. A member tagged with one of the forms may be missing, and is put right where it
// is not of the form. Keys that the contract does not have are passed over, for a later version
// of it may add some (chapter 5), but not one that is known in other letters.
func decode[T any](data []byte) (T, error) {
	var value, none T
	if len(data) > maxAnswer {
		return none, errTooLarge
	}
	if !utf8.Valid(data) {
		return none, errNotText
	}
	if !json.Valid(data) {
		return none, errSyntax
	}
	w := walker{&cursor{text: data}}
	if err := w.value(reflect.TypeFor[T](), false, 0); err != nil {
		return none, err
	}
	if err := json.Unmarshal(data, &value); err != nil {
		return none, errKind
	}
	normalise(reflect.ValueOf(&value).Elem())
	return value, nil
}

// walker holds a JSON text against a Go type before encoding/json, which is too kind, reads it.
type walker struct{ *cursor }

// value checks the next value against t; nil stands for a value that nobody will read.
func (w walker) value(t reflect.Type, nullable bool, depth int) error {
	if t != nil && t.Kind() == reflect.Pointer {
		t, nullable = t.Elem(), true
	}
	begins := w.next()
	switch {
	case begins != '{' && begins != '[':
		w.pass()
		if begins == 'n' && t != nil && !nullable {
			return errNull
		}
		return nil
	case depth == maxDepth:
		return errTooDeep
	}
	w.enter()
	if begins == '{' {
		return w.object(t, depth+1)
	}
	return w.array(t, depth+1)
}

func (w walker) array(t reflect.Type, depth int) error {
	var element reflect.Type
	if t != nil {
		if t.Kind() != reflect.Slice {
			return errKind
		}
		element = t.Elem()
	}
	for w.more() {
		if err := w.value(element, false, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w walker) object(t reflect.Type, depth int) error {
	var known []member
	if t != nil {
		if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
			return errKind
		}
		known = members(t)
	}
	seen := make(map[string]bool, len(known))
	for w.more() {
		key := w.key()
		if seen[key] {
			return errKeyTwice
		}
		seen[key] = true
		m, err := find(known, key)
		if err != nil {
			return err
		}
		if err := w.value(m.kind, m.nullable, depth); err != nil {
			return err
		}
	}
	for _, m := range known {
		if !m.optional && !seen[m.key] {
			return errKeyAbsent
		}
	}
	return nil
}

// find gives the member of that key; one of nobody's for a key that is not known.
func find(known []member, key string) (member, error) {
	for _, m := range known {
		if m.key == key {
			return m, nil
		}
	}
	for _, m := range known {
		if strings.EqualFold(m.key, key) {
			return member{}, errKeyCase
		}
	}
	return member{}, nil
}

// member is a key of an object, and what the contract says of its value.
type member struct {
	key                string
	kind               reflect.Type
	optional, nullable bool
	field              int
	form               func(string) string // nil for one that is taken as it comes
}

var membersOf sync.Map // reflect.Type → []member

func members(t reflect.Type) []member {
	if found, ok := membersOf.Load(t); ok {
		return found.([]member)
	}
	var all []member
	for i := range t.NumField() {
		f := t.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		note := f.Tag.Get("contract")
		form := normalForms[note]
		all = append(all, member{key, f.Type, note == "optional" || form != nil, note == "nullable", i, form})
	}
	membersOf.Store(t, all)
	return all
}
