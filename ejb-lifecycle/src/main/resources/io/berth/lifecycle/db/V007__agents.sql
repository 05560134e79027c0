-- Agents as they registered. A row is never replaced: who registers again keeps counts and history.
CREATE TABLE agent (
  id            text        PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$'),
  name          text        NOT NULL,
  role          text        NOT NULL,
  skills        text[]      NOT NULL,
  -- the project it works for where it does not say; none: all that it is granted
  project       text        REFERENCES project (id) ON DELETE SET NULL,
  capacity      integer     NOT NULL CHECK (capacity BETWEEN 1 AND 100),
  completed     bigint      NOT NULL DEFAULT 0,
  -- claims that ended because it was silent
  lost          bigint      NOT NULL DEFAULT 0,
  registrations bigint      NOT NULL DEFAULT 1,
  registered_at timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  seen_at       timestamptz NOT NULL
);
CREATE INDEX agent_in_order ON agent (id COLLATE "C");

-- What each registration that changed something said.
CREATE TABLE agent_registration (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent    text        NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
  at       timestamptz NOT NULL,
  actor    text        NOT NULL,
  name     text        NOT NULL,
  role     text        NOT NULL,
  skills   text[]      NOT NULL,
  project  text,
  capacity integer     NOT NULL
);
CREATE INDEX agent_registration_of_agent ON agent_registration (agent, id);

-- What an agent proves its identity with, and the projects it then gets a token for. The secret is 256 bits made
-- by chance; only its SHA-256 is kept.
CREATE TABLE agent_credential (
  agent      text        PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE,
  hash       bytea       NOT NULL,
  projects   text[]      NOT NULL,
  actor      text        NOT NULL,
  created_at timestamptz NOT NULL
);
