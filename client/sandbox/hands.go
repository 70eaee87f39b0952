package sandbox

// custodyRow is a change of hands as a session tells it.
type custodyRow struct {
	id, kind, session, from, maker, approver, desk string
}

// closedBy tells who ended a session, where that was not its own clerk's close.
type closedBy struct {
	CustodyID string `json:"custodyId"`
	Kind      string `json:"kind"`
	Staff     string `json:"staff"`
	Approver  string `json:"approver"`
	Desk      string `json:"desk"`
}

// takenFrom tells whose drawer a session began with.
type takenFrom struct {
	CustodyID       string `json:"custodyId"`
	Kind            string `json:"kind"`
	DrawerSessionID string `json:"drawerSessionId"`
	Staff           string `json:"staff"`
}

func (c *custodyRow) ender() *closedBy {
	if c == nil {
		return nil
	}
	return &closedBy{CustodyID: c.id, Kind: c.kind, Staff: c.maker, Approver: c.approver, Desk: c.desk}
}

func (c *custodyRow) giver() *takenFrom {
	if c == nil {
		return nil
	}
	return &takenFrom{CustodyID: c.id, Kind: c.kind, DrawerSessionID: c.session, Staff: c.from}
}

// readHands completes a session with the changes of hands that ended and began it.
func (t *tx) readHands(s *sessionRow) (err error) {
	if s.closedAt != nil {
		if s.closedBy, err = t.custodyOf(`session`, s.id); err != nil {
			return err
		}
	}
	s.takenFrom, err = t.custodyOf(`to_session`, s.id)
	return err
}

// custodyOf finds the posted change of hands that has the session in a column.
func (t *tx) custodyOf(column, id string) (*custodyRow, error) {
	var c custodyRow
	found, err := t.row(`SELECT c.id, c.kind, c.session, s.staff, c.staff, p.approver, c.desk FROM custody c
		JOIN drawer_sessions s ON s.id = c.session JOIN approvals p ON p.id = c.approval
		WHERE c.state = 'posted' AND c.`+column+` = ?`, args(id), &c.id, &c.kind, &c.session, &c.from, &c.maker, &c.approver, &c.desk)
	if err != nil || !found {
		return nil, err
	}
	return &c, nil
}

// taken is a clerk's last session, at any desk, if others ended it without them; nil once the clerk has opened another.
func (o *Office) taken(t *tx, staff string) (*sessionWire, error) {
	s, found, err := t.readSession(`id = (SELECT id FROM drawer_sessions WHERE staff = ? ORDER BY opened_at DESC, account DESC LIMIT 1)`, staff)
	if err != nil || !found || s.closedBy == nil || s.closedBy.kind == handOver {
		return nil, err
	}
	w := o.sessionWire(s)
	return &w, nil
}
