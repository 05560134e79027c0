-- Whether an agent may have any of the ready tasks is found out by leaps from one set of required skills to the next,
-- not by reading the tasks. why only six of a set: an entry of an index has no room for sixty-four.
CREATE INDEX task_ready_by_needs ON task (project, priority, (required_skills[1:6]))
  WHERE state = 'TODO' AND open_dependencies = 0;
