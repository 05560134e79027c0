-- Where a project lives when it is awake: in a process of its own, or in one that several projects share. What was proposed
-- and not yet done stands beside it, with its reason; it goes when the project moves.
ALTER TABLE project ADD COLUMN process text NOT NULL DEFAULT 'dedicated' CHECK (process IN ('dedicated', 'shared'));
ALTER TABLE project ADD COLUMN proposed text CHECK (proposed IN ('dedicated', 'shared'));
ALTER TABLE project ADD COLUMN proposed_why text NOT NULL DEFAULT '';
CREATE INDEX project_shared ON project (id) WHERE process = 'shared';
