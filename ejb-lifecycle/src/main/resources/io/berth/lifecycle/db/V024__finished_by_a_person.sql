-- Who holds what a person finished is told, as of what was called off.
DROP INDEX task_event_for_agent;
CREATE INDEX task_event_for_agent ON task_event (agent, number)
  WHERE number IS NOT NULL AND agent IS NOT NULL AND kind IN ('moved', 'taken-back', 'reassigned', 'expired', 'finished');
