package client

import (
	"reflect"
	"time"

	"cekr.kranj.si/desk/client/ident"
)

// normalForms are, by the tag of a member, the functions that put a text of the office right before anybody shows or
// keeps it. No verdict depends on such a text.
var normalForms = map[string]func(string) string{
	"code":  codeOf,
	"staff": staffOf,
}

// staffOf takes a clerk's number; what is none is not told.
func staffOf(said string) string {
	if !ident.IsStaff(said) {
		return ""
	}
	return said
}

// normalise goes through an answer that was read. What the office left out stays so.
func normalise(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			normalise(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			normalise(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for _, m := range members(v.Type()) {
			if field := v.Field(m.field); m.form == nil {
				normalise(field)
			} else if said := field.String(); said != "" {
				field.SetString(m.form(said))
			}
		}
	}
}
