-- A project is analysed, and its indexes are made anew, once at a time: who asks again is told of the job under way.
CREATE UNIQUE INDEX job_one_at_a_time ON job (project, kind)
  WHERE kind IN ('analysis', 'reindex') AND state IN ('QUEUED', 'RUNNING');

-- What the last analysis of a project found. It outlives its job.
CREATE TABLE project_analysis (
  project text        PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
  job     uuid        NOT NULL,
  actor   text        NOT NULL,
  at      timestamptz NOT NULL,
  result  jsonb       NOT NULL
);
