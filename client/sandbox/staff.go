package sandbox

import (
	"context"
	"errors"
	"fmt"

	"cekr.kranj.si/desk/client/plaintext"
)

// Role is what a member of staff is at the office.
type Role string

// The roles.
const (
	Clerk      Role = "clerk"
	Supervisor Role = "supervisor"
	Municipal  Role = "municipal"
)

// Errors of the administrator's acts.
var (
	ErrStaffExists  = errors.New("sandbox: the staff number is taken")
	ErrStaffUnknown = errors.New("sandbox: nobody has this staff number")
	ErrStaffForm    = errors.New("sandbox: a staff number is 4 to 8 digits, a PIN 4 to 12, an alias 1 to 40 characters, a role clerk, supervisor or municipal")
)

// capabilities are what a role may do at a kind of office. No role takes cash at a municipal one.
func capabilities(role, kind string) []string {
	may := []string{capCardMinimal, capLock, capOrder}
	if kind != KindBank || Role(role) == Municipal {
		return may
	}
	may = append(may, capCardRead, capTopUp, capDrawer, capLossReport, capReversal, capUnlock, capMovement, capCount, capReport, capCustody, capHistory)
	if Role(role) == Supervisor {
		may = append(may, capApprove, capAudit, capSupervise)
	}
	return may
}

// staffMay tells whether a number is of the staff, and may do this where its owner works.
func (t *tx) staffMay(number, what string) (bool, error) {
	var s session
	found, err := t.row(`SELECT s.role, o.kind FROM staff s JOIN offices o ON o.id = s.office WHERE s.number = ?`, args(number), &s.role, &s.office.kind)
	return found && s.may(what), err
}

// AddStaff adds a member of staff: ErrStaffForm for what the contract would not take, ErrStaffExists for a number
// that is taken. A municipal clerk works at the municipality, the others at this office.
func (o *Office) AddStaff(ctx context.Context, number, alias, pin string, role Role) error {
	if !isStaff(number) || !isPIN(pin) || !plaintext.Name(alias) || len([]rune(alias)) > 40 || !oneOf(string(Clerk), string(Supervisor), string(Municipal))(string(role)) {
		return ErrStaffForm
	}
	hash := o.pins.hash(pin)
	err := o.store.write(ctx, func(t *tx) error {
		taken, err := t.row(`SELECT 1 FROM staff WHERE number = ?`, args(number), new(int))
		if err != nil {
			return err
		}
		if taken {
			return ErrStaffExists
		}
		if err := t.exec(`DELETE FROM sign_in_tries WHERE number = ?`, number); err != nil {
			return err
		}
		return insertStaff(t, number, alias, hash, role)
	})
	if err != nil {
		return fmt.Errorf("sandbox: add staff: %w", err)
	}
	return nil
}

func insertStaff(t *tx, number, alias, hash string, role Role) error {
	office := mainOffice
	if role == Municipal {
		office = townOffice
	}
	return t.exec(`INSERT INTO staff (number, alias, pin, role, office) VALUES (?, ?, ?, ?, ?)`, number, alias, hash, string(role), office)
}

// ResetPIN gives a member of staff a new PIN, unlocks the number and ends its sign-ins.
func (o *Office) ResetPIN(ctx context.Context, number, pin string) error {
	if !isStaff(number) || !isPIN(pin) {
		return ErrStaffForm
	}
	hash := o.pins.hash(pin)
	defer o.sessions.forget()
	err := o.store.write(ctx, func(t *tx) error {
		known, err := t.row(`UPDATE staff SET pin = ? WHERE number = ? RETURNING 1`, args(hash, number), new(int))
		if err != nil {
			return err
		}
		if !known {
			return ErrStaffUnknown
		}
		if err := t.exec(`DELETE FROM sign_in_tries WHERE number = ?`, number); err != nil {
			return err
		}
		return t.exec(`DELETE FROM tokens WHERE staff = ?`, number)
	})
	if err != nil {
		return fmt.Errorf("sandbox: reset PIN: %w", err)
	}
	return nil
}
