-- Every definition that a runtime ever had, numbered from one; never changed.
CREATE TABLE runtime_version (
  runtime    text        NOT NULL REFERENCES runtime (name) ON DELETE CASCADE,
  version    integer     NOT NULL CHECK (version > 0),
  definition jsonb       NOT NULL,
  actor      text        NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (runtime, version)
);

-- The version that starts take now; 0 until the built-in KM's first content is known. The definition beside it is a copy.
ALTER TABLE runtime ADD COLUMN version integer NOT NULL DEFAULT 0;
INSERT INTO runtime_version (runtime, version, definition, actor, created_at)
  SELECT name, 1, definition, 'berth', updated_at FROM runtime WHERE name <> 'built-in';
UPDATE runtime SET version = 1 WHERE name <> 'built-in';

-- A start takes the pinned version, else the one at which a roll-out holds the project, else the current one.
ALTER TABLE project ADD COLUMN runtime_version integer CHECK (runtime_version > 0);
ALTER TABLE project ADD COLUMN held_version    integer CHECK (held_version > 0);

-- Which version the process of this generation was started with.
ALTER TABLE placement ADD COLUMN runtime_version integer;

CREATE TABLE rollout (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  runtime      text        NOT NULL,
  from_version integer     NOT NULL,
  version      integer     NOT NULL,
  state        text        NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'ROLLING_BACK', 'COMPLETED', 'ROLLED_BACK', 'ABORTED')),
  step         integer     NOT NULL DEFAULT 0,
  plan         jsonb       NOT NULL,
  reason       text        NOT NULL DEFAULT '',
  actor        text        NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  -- the lease of the one node that drives it
  driver       text,
  driver_until timestamptz,
  CHECK ((ended_at IS NOT NULL) = (state IN ('COMPLETED', 'ROLLED_BACK', 'ABORTED')))
);
CREATE UNIQUE INDEX rollout_under_way ON rollout (runtime) WHERE ended_at IS NULL;

-- What a roll-out does to each project; a row outlives its project.
CREATE TABLE rollout_project (
  rollout      bigint      NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
  project      text        NOT NULL,
  ordinal      integer     NOT NULL,
  critical     boolean     NOT NULL,
  from_version integer     NOT NULL,
  state        text        NOT NULL CHECK (state IN ('PENDING', 'SWITCHING', 'OBSERVING', 'DONE', 'RETURNING', 'RETURNED', 'SKIPPED')),
  failed       boolean     NOT NULL DEFAULT false,
  reason       text        NOT NULL DEFAULT '',
  generation   bigint      NOT NULL DEFAULT 0,
  since        timestamptz NOT NULL,
  PRIMARY KEY (rollout, project)
);
