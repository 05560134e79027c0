-- Which node of a host holds which port. A host is a boot of a kernel with a network namespace: what another boot
-- left is of no meaning any more. A row says who may try; who listens is proved at the socket.
CREATE TABLE port_reservation (
  host        text        NOT NULL,
  port        integer     NOT NULL,
  node        text        NOT NULL,
  project     text        NOT NULL,
  generation  bigint      NOT NULL,
  reserved_at timestamptz NOT NULL DEFAULT now(),
  -- its node confirms it now and then; who does not is dead or cannot tell
  seen_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (host, port)
);
CREATE INDEX port_reservation_of_node ON port_reservation (node);

-- When a project gave a port back: ports rest in this order, also across restarts of the server.
ALTER TABLE port_history ADD COLUMN until timestamptz;
CREATE INDEX port_history_of_port ON port_history (port, id DESC);
