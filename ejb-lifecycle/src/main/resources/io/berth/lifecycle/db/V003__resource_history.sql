-- What the installation took from its machines, a row a minute for each node, kept for a day.
CREATE TABLE node_history (
  node                text        NOT NULL,
  at                  timestamptz NOT NULL,
  projects            integer     NOT NULL,
  active              integer     NOT NULL,
  rss_kb              bigint      NOT NULL,
  pss_kb              bigint      NOT NULL,
  saved_kb            bigint      NOT NULL,
  cpu_percent         real        NOT NULL,
  requests            integer     NOT NULL,
  starts              integer     NOT NULL,
  stops               integer     NOT NULL,
  -- range to ports in use
  ports               jsonb       NOT NULL,
  open_files          integer     NOT NULL,
  memory_available_kb bigint      NOT NULL,
  disk_free_kb        bigint      NOT NULL,
  PRIMARY KEY (node, at)
);

-- The same of each live project. At most 1441 rows for each; a removed project's rows grow old and go.
CREATE TABLE project_history (
  project        text        NOT NULL,
  at             timestamptz NOT NULL,
  generation     bigint      NOT NULL,
  rss_kb         integer     NOT NULL,
  pss_kb         integer     NOT NULL,
  cpu_percent    real        NOT NULL,
  requests       integer     NOT NULL,
  -- mean time to the first byte of an answer; unknown in a minute without one
  answer_millis  real,
  PRIMARY KEY (project, at)
);
CREATE INDEX project_history_by_age ON project_history (at);
