package settings

import (
	"strings"

	"github.com/BurntSushi/toml"
)

// reader takes the values of one file, key by key. The first trouble is kept and ends all that
// follows: one sentence at a time is enough to mend a file.
type reader struct {
	place  Place
	file   string // its name
	text   string
	values map[string]any // by whole key, "office.url"
	keys   []toml.Key     // all there are in the text
	err    *Error
}

// parse makes settings of a file's text; Data stays empty.
func (p Place) parse(file, text string) (Settings, error) {
	r := &reader{place: p, file: file, text: text, values: map[string]any{}}
	r.plain()
	r.collect()
	s := Default()
	s.Source = file
	r.counter(&s)
	r.connection(&s)
	r.payee(&s)
	r.blank(&s)
	if r.err != nil {
		return Settings{}, r.err
	}
	return s, nil
}

// collect decodes the text and refuses whatever is not a key of ours, at its exact spelling: TOML
// minds case, and two spellings of one key would hide each other.
func (r *reader) collect() {
	if r.err != nil {
		return
	}
	var tree map[string]any
	meta, err := toml.Decode(r.text, &tree)
	if err != nil {
		r.err = r.syntax(err)
		return
	}
	r.keys = meta.Keys()
	for _, key := range r.keys {
		name := strings.Join(key, ".")
		if want, ok := keys[name]; !ok || strings.Count(name, ".") != len(key)-1 { // "office.url" = … in quotes is no section
			if lower := strings.ToLower(name); keys[lower] != "" && !ok {
				r.fail(key, Spelling, lower, nil)
			} else {
				r.fail(key, UnknownKey, "", nil)
			}
			return
		} else if got := meta.Type(key...); want != got && !(want == "Float" && got == "Integer") {
			r.fail(key, WrongType, example[want], nil)
			return
		}
		r.values[name] = at(tree, key)
	}
}

// keys are all keys there are, each with the TOML type it has.
var keys = map[string]string{
	"mode": "String", "desk": "String", "folder": "String", "language": "String",
	"text_scale": "Integer", "theme": "String", "receipt": "String",
	"printer": "String", "receipt_printer": "String", "form_printer": "String",
	"idle_lock": "String", "retention_days": "Integer", "support_phone": "String",
	"office": "Hash", "office.url": "String", "office.ca": "String", "office.cert": "String", "office.key": "String",
	"order": "Hash", "order.payee": "String", "order.street": "String", "order.town": "String",
	"order.code": "String", "order.purpose": "String",
	"blank": "Hash", "blank.printer": "String", "blank.right": "Float", "blank.down": "Float",
}

// example shows how a value of a TOML type is written.
var example = map[string]string{"String": `"…"`, "Integer": "123", "Float": "1.5", "Hash": "[…]"}

// at is the value of a key in the decoded tree.
func at(tree map[string]any, key toml.Key) any {
	var value any = tree
	for _, part := range key {
		table, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = table[part]
	}
	return value
}

// fail keeps the first trouble, with the line the key stands on.
func (r *reader) fail(key toml.Key, code Code, want string, cause error) {
	if r.err == nil {
		r.err = &Error{
			Code: code, Path: r.file, Key: strings.Join(key, "."), Want: want, Err: cause,
			Line: lineOf(r.text, key, r.keys),
		}
	}
}

// bad says that name's value is not one of those wanted.
func (r *reader) bad(name, want string, cause error) {
	r.fail(strings.Split(name, "."), BadValue, want, cause)
}

// missing says that name must be set and is not; it has no line to blame.
func (r *reader) missing(name string) {
	if r.err == nil {
		r.err = &Error{Code: KeyMissing, Path: r.file, Key: name}
	}
}

// take hands the text of name to accept, when it is set, and keeps what accept gives out; accept's
// false refuses the value, and want says what is allowed instead.
func take[T any](r *reader, name, want string, into *T, accept func(string) (T, bool)) (set bool) {
	value, ok := r.values[name].(string)
	if !ok || r.err != nil {
		return false
	}
	if strings.TrimFunc(value, unseen) != value {
		r.fail(strings.Split(name, "."), Blanks, "", nil)
		return false
	}
	got, ok := accept(value)
	if !ok {
		r.bad(name, want, nil)
		return false
	}
	*into = got
	return true
}
