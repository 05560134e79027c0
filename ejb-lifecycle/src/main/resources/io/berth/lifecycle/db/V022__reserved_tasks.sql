-- For whom of those who wait a task is kept; few tasks are.
CREATE INDEX task_reserved ON task (project, reserved_for) WHERE reserved_for IS NOT NULL;
