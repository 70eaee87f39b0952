-- A difference above the tolerance needs a second person.

ALTER TABLE policy ADD COLUMN difference_tolerance INTEGER NOT NULL DEFAULT 2000 CHECK (difference_tolerance >= 0);
ALTER TABLE drawer_sessions ADD COLUMN approval TEXT;  -- that the close used
