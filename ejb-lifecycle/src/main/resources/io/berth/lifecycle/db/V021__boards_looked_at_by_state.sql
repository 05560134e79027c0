-- Why an agent gets no task is found out by looking at a few of each kind, not at the board. The columns change
-- only where the index had a new entry before too: with the state, or with the last of what a task waits for.
CREATE INDEX task_unfinished_by_state ON task (project, state, open_dependencies) WHERE ended_at IS NULL;
DROP INDEX task_unfinished;

-- What is claimed and ended leaves dead rows where the next claim looks first: they are cleared away by their number,
-- not by their share of a table in which ended tasks stay.
ALTER TABLE task SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE task_claim SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
ALTER TABLE task_file SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
