-- What was asked of the management API under an Idempotency-Key, and what was answered. A row without an answer is a
-- request that is under way, or whose end nobody saw. Kept for a day.
CREATE TABLE idempotency (
  subject     text        NOT NULL,
  key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  fingerprint bytea       NOT NULL,
  status      integer,
  location    text,
  body        text        CHECK (length(body) <= 65536),
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (subject, key)
);
CREATE INDEX idempotency_by_time ON idempotency (created_at);
