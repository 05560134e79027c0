-- What an agent must hear though it did not ask: its claim ended, or is to end. Read by number, also by those who were away.
CREATE INDEX task_event_for_agent ON task_event (agent, number)
  WHERE number IS NOT NULL AND agent IS NOT NULL AND kind IN ('moved', 'taken-back', 'reassigned', 'expired');

-- Which node an agent is connected to. A row counts only while its node is heard: a node that was killed leaves rows.
CREATE TABLE agent_connection (
  agent text        PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE,
  node  text        NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX agent_connection_of_node ON agent_connection (node);
CREATE TABLE agent_node (
  node       text        PRIMARY KEY,
  heard_till timestamptz NOT NULL
);
