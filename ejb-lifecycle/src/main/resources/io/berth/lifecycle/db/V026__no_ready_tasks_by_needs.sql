-- The claims that leapt from set to set were dearer than those that read, and are gone; so is their index.
-- why a migration of its own: where the one before has run already, it must stay known.
DROP INDEX task_ready_by_needs;
