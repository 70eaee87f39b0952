package settings

import (
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// stop is a value that no TOML fits: the decoder ends at it and says where it stands.
type stop struct{}

func (stop) UnmarshalTOML(any) error { return errors.New("here") }

// lineOf is the line of a key in a file that parses and has all these keys, 0 when it cannot be
// told. The decoder keeps its positions to itself but for errors, so it is made to fail at just
// that key.
func lineOf(file string, key toml.Key, all []toml.Key) int {
	shape := reflect.TypeFor[stop]()
	for i := len(key) - 1; i >= 0; i-- {
		shape = level(key[i], shape, all)
	}
	_, err := toml.Decode(file, reflect.New(shape).Interface())
	if at, ok := errors.AsType[toml.ParseError](err); ok {
		return at.Position.Line
	}
	return 0
}

// level is a struct with one field for name and one for each key that differs from it in case
// only: to the decoder these are one, unless each has a field of its own.
func level(name string, shape reflect.Type, all []toml.Key) reflect.Type {
	shapes := map[string]reflect.Type{name: shape}
	for _, key := range all {
		for _, part := range key {
			if part != name && strings.EqualFold(part, name) {
				shapes[part] = reflect.TypeFor[any]()
			}
		}
	}
	var fields []reflect.StructField
	for part, shape := range shapes {
		fields = append(fields, reflect.StructField{
			Name: "F" + strconv.Itoa(len(fields)), Type: shape,
			Tag: reflect.StructTag("toml:" + strconv.Quote(part)),
		})
	}
	return reflect.StructOf(fields)
}
