package cli

import (
	"context"
	"fmt"

	"cekr.kranj.si/desk/cmd/desk/checkup"
	"cekr.kranj.si/desk/gui/text"
)

// check tells what is right and wrong with this PC, a line each: the level, then the sentence. The
// status is Trouble when something keeps the counter from working.
func (p Program) check(ctx context.Context, config string, args []string) int {
	flags := p.flags("check")
	flags.StringVar(&config, "config", config, "")
	if status, ok := p.parse(flags, args); !ok {
		return status
	}
	if !p.none(flags.Args()) {
		return Misused
	}
	s, err := p.load(config)
	found := p.Machine.Run(ctx, s, err)
	for _, line := range found {
		fmt.Fprintf(p.Out, "%-4s  %s\n", line.Level, text.Say(line.Key, line.Values))
	}
	if checkup.Failed(found) {
		return Failure
	}
	return Done
}
