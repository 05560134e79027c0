-- Who waits for a task is told, at commit, that one of this project may be had. Notices of one transaction that say
-- the same are one. A claim sends none: it leaves TODO.
CREATE FUNCTION task_ready_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('berth_task_ready', NEW.project);
  RETURN NULL;
END $$;
CREATE TRIGGER task_ready_notice AFTER INSERT OR UPDATE ON task
  FOR EACH ROW WHEN (NEW.state = 'TODO' AND NEW.open_dependencies = 0) EXECUTE FUNCTION task_ready_notice();

-- A file that is free again may be what a ready task waited for.
CREATE FUNCTION task_file_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('berth_task_ready', OLD.project);
  RETURN NULL;
END $$;
CREATE TRIGGER task_file_notice AFTER DELETE ON task_file
  FOR EACH ROW EXECUTE FUNCTION task_file_notice();
