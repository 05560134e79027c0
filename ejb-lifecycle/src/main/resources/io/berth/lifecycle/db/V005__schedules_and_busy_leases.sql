-- Up to which moment the schedule of a project was seen to. It moves forward only: whoever moves it over a
-- scheduled time, of all nodes, starts the process for it, once.
CREATE TABLE schedule_mark (
  project    text        PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
  -- what the mark was made for: other times begin with the change of the project
  schedule   text        NOT NULL,
  seen_until timestamptz NOT NULL
);

-- Promises of workloads that they are still working, for the time after a restart of the server. A row may end
-- later than its promise, never sooner, so that not every renewal is a write.
CREATE TABLE busy_lease (
  project    text        NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  holder     text        NOT NULL,
  ends_at    timestamptz NOT NULL,
  PRIMARY KEY (project, holder)
);
CREATE INDEX busy_lease_end ON busy_lease (ends_at);
