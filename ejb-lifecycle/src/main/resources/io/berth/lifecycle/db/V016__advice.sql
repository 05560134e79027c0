-- Jobs may be called off, and some end with a result: which tasks they made, by whose advice.
ALTER TABLE job DROP CONSTRAINT job_state_check;
ALTER TABLE job ADD CONSTRAINT job_state_check
  CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'));
ALTER TABLE job ADD COLUMN result jsonb;
-- the caller's number of it: the same again is the same job
ALTER TABLE job ADD COLUMN request text;
ALTER TABLE job ADD COLUMN content bytea;
CREATE UNIQUE INDEX job_request ON job (project, actor, request) WHERE request IS NOT NULL;
CREATE INDEX job_of_project ON job (project, created_at);

-- Who is stuck is told who was stuck with something like it.
CREATE INDEX task_event_blocker ON task_event (project, id) WHERE kind = 'blocker';
