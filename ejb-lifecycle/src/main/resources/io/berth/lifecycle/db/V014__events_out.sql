-- The place of a line of a task's history among all lines of all tasks. An identity is no such place: it is drawn
-- before commit. One publisher at a time gives it to lines that are committed, so numbers become visible in their
-- order and without holes, and who resumes after the last number that it saw misses nothing.
ALTER TABLE task_event ADD COLUMN number bigint;
CREATE UNIQUE INDEX task_event_by_number ON task_event (number) WHERE number IS NOT NULL;
CREATE INDEX task_event_unnumbered ON task_event (id) WHERE number IS NULL;
-- why brin: lines are written in the order of their time, nearly
CREATE INDEX task_event_by_age ON task_event USING brin (at);

-- Its lock is the right to give numbers.
CREATE TABLE event_publisher (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  last_number bigint  NOT NULL DEFAULT 0
);
INSERT INTO event_publisher DEFAULT VALUES;

-- How far each sink was told each stream. Only its owner moves it on, until the lease is over.
CREATE TABLE event_sink (
  name         text        NOT NULL,
  stream       text        NOT NULL CHECK (stream IN ('LIFECYCLE', 'TASKS')),
  position     bigint      NOT NULL,
  failures     integer     NOT NULL DEFAULT 0,
  last_error   text,
  retry_at     timestamptz,
  owner        text,
  lease_until  timestamptz,
  delivered_at timestamptz,
  PRIMARY KEY (name, stream)
);
