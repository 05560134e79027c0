-- Numbers of tasks. A row outlives its project, so that no task id is ever given twice and no attempt of an older
-- task is taken for one of a newer.
CREATE TABLE task_board (
  project     text   PRIMARY KEY,
  last_number bigint NOT NULL DEFAULT 0
);

-- When a project's work was last handed out: the one that waits longest has the next turn.
CREATE TABLE task_turn (
  project   text        PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
  served_at timestamptz
);

CREATE TABLE task (
  id                 text        PRIMARY KEY,
  project            text        NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  number             bigint      NOT NULL,
  parent             text        REFERENCES task (id) ON DELETE CASCADE,
  name               text        NOT NULL,
  description        text        NOT NULL,
  state              text        NOT NULL CHECK (state IN ('TODO', 'IN_PROGRESS', 'BLOCKED', 'VALIDATING',
                                   'WAITING_FOR_HUMAN', 'CANCELLING', 'PARKED', 'DONE', 'FAILED', 'CANCELLED')),
  -- 0 low, 1 medium, 2 high, 3 urgent
  priority           smallint    NOT NULL CHECK (priority BETWEEN 0 AND 3),
  labels             text[]      NOT NULL,
  required_skills    text[]      NOT NULL,
  preferred_skills   text[]      NOT NULL,
  -- sorted, each once: two claims that take the same files take them in one order
  files              text[]      NOT NULL,
  estimated_hours    double precision CHECK (estimated_hours >= 0),
  due_at             timestamptz,
  -- how many of what it waits for is not done; kept by whoever changes a dependency or ends a task
  open_dependencies  integer     NOT NULL DEFAULT 0 CHECK (open_dependencies >= 0),
  ready_at           timestamptz NOT NULL,
  progress           smallint    NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  -- the fencing number: grows with each claim, never falls
  attempt            integer     NOT NULL DEFAULT 0,
  -- claims since an operator last opened it
  tries              integer     NOT NULL DEFAULT 0,
  max_attempts       integer     NOT NULL CHECK (max_attempts BETWEEN 1 AND 1000),
  lease_seconds      integer     NOT NULL CHECK (lease_seconds > 0),
  validating_seconds integer     NOT NULL CHECK (validating_seconds > 0),
  waiting_seconds    integer     NOT NULL CHECK (waiting_seconds > 0),
  budget_tokens      bigint      CHECK (budget_tokens > 0),
  budget_seconds     bigint      CHECK (budget_seconds > 0),
  -- of attempts that are over
  spent_tokens       bigint      NOT NULL DEFAULT 0,
  spent_seconds      bigint      NOT NULL DEFAULT 0,
  -- offered to this agent alone until then
  reserved_for       text,
  reserved_until     timestamptz,
  -- not offered to this agent until then: it gave it back
  declined_by        text,
  declined_until     timestamptz,
  handed_back        text        NOT NULL DEFAULT '',
  completed_by       text,
  actor              text        NOT NULL,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  ended_at           timestamptz,
  UNIQUE (project, number),
  CHECK (open_dependencies = 0 OR state IN ('TODO', 'PARKED', 'CANCELLED')),
  CHECK ((ended_at IS NOT NULL) = (state IN ('DONE', 'FAILED', 'CANCELLED')))
);
-- why in this order: a claim reads the oldest few of each priority
CREATE INDEX task_ready ON task (project, priority, ready_at, number)
  WHERE state = 'TODO' AND open_dependencies = 0;
CREATE INDEX task_unfinished ON task (project) WHERE ended_at IS NULL;
CREATE INDEX task_of_parent ON task (parent) WHERE parent IS NOT NULL;

-- A task waits for a dependency. Both are of one project; there is never a circle.
CREATE TABLE task_dependency (
  task       text    NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  dependency text    NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  -- a part of the task; it may also be given up
  subtask    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (task, dependency),
  CHECK (task <> dependency)
);
CREATE INDEX task_dependency_back ON task_dependency (dependency);

-- One row for each task that somebody holds: the key says that it is one holder, the slot that it is not one task
-- more than the holder's capacity.
CREATE TABLE task_claim (
  task         text        PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  agent        text        NOT NULL REFERENCES agent (id),
  slot         integer     NOT NULL CHECK (slot > 0),
  attempt      integer     NOT NULL,
  claimed_at   timestamptz NOT NULL,
  lease_until  timestamptz NOT NULL,
  spent_tokens bigint      NOT NULL DEFAULT 0,
  request      text,
  -- why this one, for whoever asks again
  why          jsonb       NOT NULL,
  UNIQUE (agent, slot)
);
CREATE INDEX task_claim_end ON task_claim (lease_until);

-- One row for each file that a held task touches.
CREATE TABLE task_file (
  project text NOT NULL,
  path    text NOT NULL,
  task    text NOT NULL REFERENCES task_claim (task) ON DELETE CASCADE,
  PRIMARY KEY (project, path)
);
CREATE INDEX task_file_of_task ON task_file (task);

-- Everything that happened to a task, also what was refused. Rows of one task are written under its lock.
CREATE TABLE task_event (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task       text        NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  project    text        NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind       text        NOT NULL,
  actor      text        NOT NULL,
  agent      text,
  attempt    integer     NOT NULL,
  from_state text,
  to_state   text,
  details    jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX task_event_of_task ON task_event (task, id);

-- Answers to reports by the number that their sender gave them: the same again is answered, not done.
CREATE TABLE task_request (
  agent   text        NOT NULL,
  request text        NOT NULL,
  content bytea       NOT NULL,
  answer  jsonb,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (agent, request)
);
CREATE INDEX task_request_by_age ON task_request (at);

-- When any server was last there to hear agents. What is older than a few looks was a silence of ours.
CREATE TABLE task_watch (
  one     boolean     PRIMARY KEY DEFAULT true CHECK (one),
  seen_at timestamptz NOT NULL
);
INSERT INTO task_watch (seen_at) VALUES (now());
