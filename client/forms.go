package client

import (
	"reflect"
	"time"

	"cekr.kranj.si/desk/client/ident"
)

// forms are what a text of the office's is put right by before anybody shows or keeps it, by the tag of its member. No
// verdict depends on such a text.
var forms = map[string]func(string) string{
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

// putRight goes through an answer that was read. What the office left out stays so.
func putRight(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			putRight(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			putRight(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for _, m := range members(v.Type()) {
			if field := v.Field(m.field); m.form == nil {
				putRight(field)
			} else if said := field.String(); said != "" {
				field.SetString(m.form(said))
			}
		}
	}
}
