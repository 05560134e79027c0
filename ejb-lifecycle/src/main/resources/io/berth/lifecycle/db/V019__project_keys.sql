-- The key that a project's data is encrypted with, wrapped by a master key that is not in the database. No row: the data
-- is not encrypted. No reference to the project: data that is kept when a project is removed would be lost without it.
-- While a key is being changed, both the one of before (none at version 0) and the one to come (none when the data is
-- decrypted) are here, and the node that does it.
CREATE TABLE project_key (
  project      text        PRIMARY KEY,
  version      integer     NOT NULL CHECK (version >= 0),
  master       text,
  wrapped      bytea,
  change       text        CHECK (change IN ('encrypt', 'decrypt', 'rekey')),
  node         text,
  next_version integer,
  next_master  text,
  next_wrapped bytea,
  updated_at   timestamptz NOT NULL,
  CHECK ((version = 0) = (wrapped IS NULL) AND (wrapped IS NULL) = (master IS NULL)),
  CHECK (version > 0 OR change IS NOT NULL),
  CHECK ((change IS NULL) = (node IS NULL)),
  CHECK ((next_wrapped IS NULL) = (change IS NULL OR change = 'decrypt')),
  CHECK ((next_wrapped IS NULL) = (next_master IS NULL) AND (next_wrapped IS NULL) = (next_version IS NULL))
);
CREATE INDEX project_key_master ON project_key (master);
