package cli

import (
	"context"
	"fmt"

	"cekr.kranj.si/desk/cmd/desk/checkup"
	"cekr.kranj.si/desk/gui/text"
)

// check tells what is right and wrong with this PC, a line each: the level, then the sentence. The
// status is Failure when something keeps the counter from working. With --reader it is about a hand reader instead.
func (p Program) check(ctx context.Context, config string, args []string) int {
	flags := p.flags("check")
	flags.StringVar(&config, "config", config, "")
	reader := flags.Bool("reader", false, "")
	out := flags.String("out", "", "")
	force := flags.Bool("force", false, "")
	if status, ok := p.parse(flags, args); !ok {
		return status
	}
	if !p.none(flags.Args()) {
		return Misused
	}
	s, err := p.load(config)
	switch {
	case *reader:
		return p.checkReader(ctx, readerPage{*out, *force, s.FormPrinter})
	case *out != "", *force:
		p.say(p.Err, "cli.check.usage")
		return Misused
	}
	found := p.Machine.Run(ctx, s, err)
	for _, line := range found {
		fmt.Fprintf(p.Out, "%-4s  %s\n", line.Level, text.Say(line.Key, line.Values))
	}
	if checkup.Failed(found) {
		return Failure
	}
	return Done
}
