package settings

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// An administrator finds every key in the part that explains them; a section's key stands below its section.
func TestEveryKeyIsExplained(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name := range keys {
		section, key, inside := strings.Cut(name, ".")
		form := `(?m)^(# )?` + section + ` = `
		switch {
		case inside:
			form = `(?ms)^\[` + section + `\](?:[^\[]|\[[^a-z])*^(# )?` + key + ` = `
		case keys[name] == "Hash":
			form = `(?m)^\[` + section + `\]`
		}
		if !regexp.MustCompile(form).Match(readme) {
			t.Errorf("cmd/desk/README.md does not explain %s", name)
		}
	}
}
