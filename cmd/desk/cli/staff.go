package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/gui/text"
)

// staff adds a member of staff to the embedded office or gives one a new PIN. The PIN is one line
// of standard input; on a terminal it is asked for and not shown.
func (p Program) staff(ctx context.Context, args []string) int {
	if len(args) == 0 {
		p.say(p.Err, "cli.sandbox.staff.usage")
		return Misused
	}
	act, flags := args[0], p.flags("staff")
	data := flags.String("data", "", "")
	number := flags.String("number", "", "")
	alias, role := new(string), new(string)
	switch act {
	case "add":
		alias = flags.String("alias", "", "")
		role = flags.String("role", string(sandbox.Clerk), "")
	case "reset-pin":
	default:
		p.say(p.Err, "cli.sandbox.staff.usage")
		return Misused
	}
	if status, ok := p.parse(flags, args[1:]); !ok {
		return status
	}
	if !p.none(flags.Args()) || !p.given(flags, act) {
		return Misused
	}
	office, status := p.open(ctx, *data, sandbox.Options{})
	if office == nil {
		return status
	}
	defer office.Close()
	pin, err := p.pin()
	if err != nil {
		p.say(p.Err, "cli.sandbox.noPIN")
		return Failure
	}
	if act == "add" {
		err = office.AddStaff(ctx, *number, *alias, pin, sandbox.Role(*role))
	} else {
		err = office.ResetPIN(ctx, *number, pin)
	}
	if err != nil {
		p.say(p.Err, staffErrorKey(err), text.Values{"Number": shown(*number), "Reason": err.Error()})
		return Failure
	}
	p.say(p.Out, "cli.sandbox.staff."+act, text.Values{"Number": *number, "Alias": *alias})
	return Done
}

// given makes sure that the flags an act can't do without are there.
func (p Program) given(flags *flag.FlagSet, act string) bool {
	needed := []string{"number"}
	if act == "add" {
		needed = append(needed, "alias")
	}
	for _, name := range needed {
		if flags.Lookup(name).Value.String() == "" {
			p.say(p.Err, "cli.flagMissing", text.Values{"Flag": "--" + name})
			return false
		}
	}
	return true
}

func staffErrorKey(err error) string {
	switch {
	case errors.Is(err, sandbox.ErrStaffExists):
		return "cli.sandbox.staff.exists"
	case errors.Is(err, sandbox.ErrStaffUnknown):
		return "cli.sandbox.staff.unknown"
	case errors.Is(err, sandbox.ErrStaffForm):
		return "cli.sandbox.staff.form"
	}
	return "cli.failed"
}

// maxPIN is more than any PIN, in bytes: what is longer is no PIN and is not read.
const maxPIN = 64

// pin reads the PIN.
func (p Program) pin() (string, error) {
	if file, ok := p.In.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.say(p.Err, "cli.sandbox.askPIN")
		pin, err := term.ReadPassword(int(file.Fd()))
		return string(pin), err
	}
	line, err := bufio.NewReader(io.LimitReader(p.In, maxPIN)).ReadString('\n')
	if errors.Is(err, io.EOF) && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}
