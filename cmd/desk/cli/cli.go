// Package cli is the program's command line: the counter's window, and what an administrator types.
//
// House rules: no Fyne and no cgo; the window is a function that is handed in. A command writes its
// findings to Out and what went wrong to Err, in whole sentences of the catalogue; it gives its
// exit status back and never ends the process. No PIN is an argument: arguments are seen by
// everybody on the machine and stay in the shell's history.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/cmd/desk/about"
	"cekr.kranj.si/desk/cmd/desk/checkup"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/text"
)

// Exit statuses.
const (
	Done    = 0 // as asked
	Failure = 1 // it was tried and something is wrong
	Misused = 2 // the command line itself is wrong
)

// Program is one run of the program. All fields are needed.
type Program struct {
	In       io.Reader
	Out, Err io.Writer
	Place    settings.Place
	Machine  checkup.Machine
	// Window opens the counter with what settings.Load gave, and gives the exit status when it is
	// closed. With trouble it shows the reason and nothing else; that has been said to Err before.
	Window func(ctx context.Context, s settings.Settings, trouble error) int
}

// Run obeys the arguments (without the program's own name) and gives the exit status. It ends early
// when ctx does.
func (p Program) Run(ctx context.Context, args []string) int {
	text.Use(p.language())
	flags := p.flags("desk")
	config := flags.String("config", "", "")
	if status, ok := p.parse(flags, args); !ok {
		return status
	}
	command, rest := "", flags.Args()
	if len(rest) > 0 {
		command, rest = rest[0], rest[1:]
	}
	switch command {
	case "":
		return p.window(ctx, *config)
	case "check":
		return p.check(ctx, *config, rest)
	case "order":
		return p.order(ctx, *config, rest)
	case "sandbox":
		return p.sandbox(ctx, rest)
	case "version":
		return p.version()
	case "help":
		p.say(p.Out, "cli.help")
		return Done
	}
	p.say(p.Err, "cli.unknownCommand", text.Values{"Command": shown(command)})
	return Misused
}

// language is what to speak before any settings are read: English where the system does, else
// Slovene.
func (p Program) language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := p.Place.Env(name); locale != "" {
			return locale
		}
	}
	return text.Slovene
}

// load reads the settings and goes on in their language.
func (p Program) load(config string) (settings.Settings, error) {
	s, err := settings.Load(settings.Paths{Config: config, Place: p.Place})
	if err == nil {
		text.Use(s.Language)
	}
	return s, err
}

func (p Program) window(ctx context.Context, config string) int {
	s, err := p.load(config)
	if err != nil {
		fmt.Fprintln(p.Err, Sentence(err))
	}
	if !p.Machine.Display() {
		p.say(p.Err, "cli.noDisplay")
		return Failure
	}
	return p.Window(ctx, s, err)
}

func (p Program) version() int {
	p.say(p.Out, "cli.version", text.Values{
		"Name": about.Name, "Version": about.Version, "Revision": about.Revision(),
		"Platform": about.Platform(), "Contract": client.ContractVersion,
	})
	return Done
}

// Sentence says an error of cmd/desk's packages to a person; of any other error it says that
// something failed, and its text.
func Sentence(err error) string {
	var told interface {
		Sentence() (string, map[string]any)
	}
	if errors.As(err, &told) {
		key, values := told.Sentence()
		return text.Say(key, values)
	}
	return text.Say("cli.failed", text.Values{"Reason": err.Error()})
}

// line writes a sentence that is already said to Err.
func (p Program) line(sentence string) { fmt.Fprintln(p.Err, sentence) }

func (p Program) say(to io.Writer, key string, values ...text.Values) {
	fmt.Fprintln(to, strings.TrimRight(text.Say(key, values...), "\n"))
}

// flags is a set of flags that leaves the words to us.
func (p Program) flags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

// parse reads flags; false means that the run ends here, with status.
func (p Program) parse(flags *flag.FlagSet, args []string) (status int, ok bool) {
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		p.say(p.Out, "cli.help")
		return Done, false
	case err != nil:
		p.say(p.Err, "cli.badFlag", text.Values{"Reason": shown(err.Error())})
		return Misused, false
	}
	return Done, true
}

// shown is what may be repeated of a command line: a long number may be a card's.
func shown(typed string) string { return ident.HideNumbers(typed, "…") }

// none refuses arguments that a command does not take.
func (p Program) none(rest []string) bool {
	if len(rest) > 0 {
		p.say(p.Err, "cli.tooMany", text.Values{"Argument": shown(rest[0])})
	}
	return len(rest) == 0
}
