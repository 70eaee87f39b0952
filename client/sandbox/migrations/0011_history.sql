-- A drawer's day is read line by line: each kind of line by session, ending and time.

DROP INDEX top_ups_by_session;
CREATE INDEX top_ups_by_session ON top_ups (session, state, at);
DROP INDEX reversals_by_session;
CREATE INDEX reversals_by_session ON reversals (session, state, at);
DROP INDEX movements_by_session;
CREATE INDEX movements_by_session ON movements (session, state, at);
CREATE INDEX drawer_sessions_by_opening ON drawer_sessions (opened_at, id);
CREATE INDEX drawer_sessions_by_clerk ON drawer_sessions (staff, opened_at, id);
CREATE INDEX drawer_sessions_of_desk ON drawer_sessions (desk, opened_at, id);
