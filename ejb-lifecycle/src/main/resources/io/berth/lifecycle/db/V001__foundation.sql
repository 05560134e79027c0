-- The identity of this installation: marks its processes, so that no other's is ever touched.
CREATE TABLE installation (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  id         uuid        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO installation (id) VALUES (gen_random_uuid());

-- How a KM is started. The built-in one is known to the program; its row is there for the reference.
CREATE TABLE runtime (
  name       text        PRIMARY KEY,
  definition jsonb       NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO runtime (name, definition) VALUES ('built-in', '{}');

CREATE TABLE project (
  id         text        PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name       text        NOT NULL,
  runtime    text        NOT NULL REFERENCES runtime (name),
  settings   jsonb       NOT NULL DEFAULT '{}',
  desired    text        NOT NULL DEFAULT 'ON_DEMAND' CHECK (desired IN ('ON_DEMAND', 'RUNNING', 'STOPPED')),
  -- set first when a project is removed: no start after it, and a boot finishes what was interrupted
  removing   text        CHECK (removing IN ('keep', 'delete')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- Which node runs a project, and the fence. A row outlives its project, so that no generation is ever given twice.
CREATE TABLE placement (
  project    text        PRIMARY KEY,
  node       text        NOT NULL,
  generation bigint      NOT NULL CHECK (generation > 0),
  state      text        NOT NULL,
  port       integer,
  pid        bigint,
  updated_at timestamptz NOT NULL
);
CREATE INDEX placement_of_node ON placement (node);

CREATE TABLE port_history (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project    text        NOT NULL,
  node       text        NOT NULL,
  port       integer     NOT NULL,
  generation bigint      NOT NULL,
  at         timestamptz NOT NULL,
  UNIQUE (project, generation, port)
);
CREATE INDEX port_history_of_project ON port_history (project, node, id DESC);

-- The audit. Ids are taken under an advisory lock that is held until commit: they become visible in order.
CREATE TABLE lifecycle_event (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL,
  kind       text        NOT NULL,
  project    text,
  generation bigint      NOT NULL,
  actor      text        NOT NULL,
  reason     text        NOT NULL,
  details    jsonb       NOT NULL DEFAULT '{}',
  -- who delivered it under which number: an event that is delivered again is not written again
  source     text        UNIQUE
);
CREATE INDEX lifecycle_event_of_project ON lifecycle_event (project, id);
CREATE INDEX lifecycle_event_of_kind ON lifecycle_event (kind, id);

CREATE TABLE job (
  id         uuid        PRIMARY KEY,
  kind       text        NOT NULL,
  project    text        NOT NULL,
  state      text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED')),
  done       integer     NOT NULL DEFAULT 0,
  total      integer     NOT NULL,
  message    text        NOT NULL DEFAULT '',
  actor      text        NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX job_unfinished ON job (created_at) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;

-- The input of a job, kept until it is done or given up.
CREATE TABLE job_document (
  job        uuid        NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  ordinal    integer     NOT NULL,
  name       text        NOT NULL,
  content    text        NOT NULL,
  PRIMARY KEY (job, ordinal)
);

-- When the next attempt at a job is due; the columns are those that db-scheduler expects.
CREATE TABLE scheduled_tasks (
  task_name            text        NOT NULL,
  task_instance        text        NOT NULL,
  task_data            bytea,
  execution_time       timestamptz NOT NULL,
  picked               boolean     NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint      NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
