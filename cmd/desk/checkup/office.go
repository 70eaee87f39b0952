package checkup

import (
	"context"
	"net/url"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

// answerTime is how long each question to the office may take.
const answerTime = 15 * time.Second

// How far this PC's clock may be from the office's. Receipts carry the office's time; what goes
// wrong with a wrong clock is the proof of certificates and the life of a sign-in.
const (
	clockFine = 30 * time.Second
	clockBad  = 2 * time.Minute
)

// Answer is what an office says of itself, and how far its clock is ahead of this PC's.
type Answer struct {
	Version, Contract string
	Skew              time.Duration
}

// askOffice asks the office of the settings for a sign of life, as the counter would.
func askOffice(ctx context.Context, s settings.Settings) (Answer, error) {
	c, err := client.New(client.Config{
		BaseURL: s.Connection.URL, Desk: s.Desk,
		CAFile: s.Connection.CA, CertFile: s.Connection.Cert, KeyFile: s.Connection.Key,
		Language: func() string { return s.Language }, UserAgent: "desk-check",
	})
	if err != nil {
		return Answer{}, err
	}
	defer c.Close()
	health, err := c.Health(ctx)
	if err != nil {
		return Answer{}, err
	}
	_, skew, _ := c.OfficeTime()
	return Answer{Version: health.Version, Contract: health.ContractVersion, Skew: skew}, nil
}

// office looks whether the office answers, keeps our contract, and has our time.
func (m Machine) office(ctx context.Context, s settings.Settings) []Line {
	if s.Mode != settings.Office {
		return []Line{{OK, "check.office.embedded", nil}}
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	answer, err := m.Office(ctx, s)
	if err != nil {
		return []Line{unreached(s, err)}
	}
	return []Line{
		{OK, "check.office.ok", map[string]any{"URL": s.Connection.URL, "Version": answer.Version}},
		contract(answer.Contract),
		clock(answer.Skew),
	}
}

// unreached tells why the office did not answer, as closely as can be found out.
func unreached(s settings.Settings, err error) Line {
	values := map[string]any{"URL": s.Connection.URL, "Host": hostOf(s.Connection.URL)}
	switch code := client.CodeOf(err); code {
	case client.CodeBadInput: // the files were looked at before and have lines of their own
		return Line{Fail, "check.office.notTried", values}
	case client.CodeNoConnection, client.CodeNoTrust:
		return Line{Fail, "check.office." + reason(s.Connection, code == client.CodeNoTrust), values}
	case client.CodeTimeout:
		return Line{Fail, "check.office.timeout", values}
	case client.CodeConnectionLost:
		// A server that wants a certificate of ours ends the connection after the handshake.
		if why := reason(s.Connection, true); why == "trust.ours" {
			return Line{Fail, "check.office.trust.ours", values}
		}
		return Line{Fail, "check.office.foreign", values}
	case client.CodeForeignAnswer:
		return Line{Fail, "check.office.foreign", values}
	default:
		values["Code"] = code
		return Line{Fail, "check.office.refused", values}
	}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}

// contract compares the office's version of the contract with ours: another major one can't be
// worked with, an older minor one may lack something.
func contract(theirs string) Line {
	values := map[string]any{"Theirs": theirs, "Ours": client.ContractVersion}
	ours := strings.Split(client.ContractVersion, ".")
	parts := strings.Split(theirs, ".")
	switch {
	case len(parts) != 3 || parts[0] != ours[0]:
		return Line{Fail, "check.contract.other", values}
	case theirs != client.ContractVersion:
		return Line{Warn, "check.contract.differs", values}
	}
	return Line{OK, "check.contract.ok", values}
}

func clock(skew time.Duration) Line {
	values := map[string]any{"Count": int(skew.Abs() / time.Second)}
	switch off := skew.Abs(); {
	case off <= clockFine:
		return Line{OK, "check.clock.ok", values}
	case off <= clockBad:
		return Line{Warn, "check.clock.off", values}
	}
	return Line{Fail, "check.clock.wrong", values}
}
