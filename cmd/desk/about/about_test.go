package about

import (
	"os"
	"regexp"
	"testing"

	"github.com/BurntSushi/toml"
)

// TestPackagingSaysTheSame: packaging tools read FyneApp.toml, the program reads the constants.
func TestPackagingSaysTheSame(t *testing.T) {
	var app struct {
		Details struct{ ID, Name, Version, Icon string }
	}
	if _, err := toml.DecodeFile("../../../FyneApp.toml", &app); err != nil {
		t.Fatal(err)
	}
	d := app.Details
	if d.ID != ID || d.Name != Name || d.Version != Version {
		t.Errorf("FyneApp.toml says %s, %s, %s", d.ID, d.Name, d.Version)
	}
	if _, err := os.Stat("../../../" + d.Icon); err != nil {
		t.Errorf("the icon: %v", err)
	}
}

func TestAgentIsOneProductToken(t *testing.T) {
	if !regexp.MustCompile(`^[a-z-]+/\d+\.\d+\.\d+$`).MatchString(Agent) {
		t.Error(Agent)
	}
}
