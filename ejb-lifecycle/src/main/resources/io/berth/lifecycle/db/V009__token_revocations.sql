-- Tokens that are worthless before their time: one by its id, or all of a subject that were issued up to a moment.
-- A row is of no use once the last token it concerns has expired by itself.
CREATE TABLE token_revocation (
  kind         text        NOT NULL CHECK (kind IN ('token', 'subject')),
  name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  issued_until timestamptz NOT NULL,
  actor        text        NOT NULL,
  revoked_at   timestamptz NOT NULL,
  forget_at    timestamptz NOT NULL,
  PRIMARY KEY (kind, name)
);
CREATE INDEX token_revocation_forget ON token_revocation (forget_at);
