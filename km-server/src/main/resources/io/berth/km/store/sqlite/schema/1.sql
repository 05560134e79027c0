-- Statements end with two semicolons, since triggers contain single ones.
CREATE TABLE document (
  document_id INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_id TEXT NOT NULL,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  imported_at INTEGER NOT NULL,
  UNIQUE (ticket_id, name)
) STRICT;;

-- Small columns first: filters then never read the pages that long content overflows to.
CREATE TABLE item (
  item_id INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_id TEXT NOT NULL,
  item_type TEXT NOT NULL,
  document_id INTEGER REFERENCES document (document_id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  digest BLOB,
  content_length INTEGER NOT NULL,
  subject TEXT NOT NULL,
  title TEXT NOT NULL,
  heading TEXT,
  content TEXT NOT NULL
) STRICT;;

-- Sections of documents have no digest: a document may say the same thing twice.
CREATE UNIQUE INDEX item_once ON item (ticket_id, digest);;
CREATE INDEX item_of_document ON item (document_id) WHERE document_id IS NOT NULL;;
CREATE INDEX item_of_ticket ON item (ticket_id, item_id);;
CREATE INDEX item_of_type ON item (item_type, item_id);;

CREATE VIRTUAL TABLE item_text USING fts5 (
  title, heading, content,
  content='item', content_rowid='item_id',
  tokenize='porter unicode61 remove_diacritics 2'
);;
CREATE VIRTUAL TABLE item_word USING fts5vocab (item_text, row);;

CREATE TRIGGER item_added AFTER INSERT ON item BEGIN
  INSERT INTO item_text (rowid, title, heading, content)
  VALUES (new.item_id, new.title, new.heading, new.content);
END;;
CREATE TRIGGER item_deleted AFTER DELETE ON item BEGIN
  INSERT INTO item_text (item_text, rowid, title, heading, content)
  VALUES ('delete', old.item_id, old.title, old.heading, old.content);
END;;

CREATE TABLE file_summary (
  summary_id INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  path TEXT NOT NULL,
  summary TEXT NOT NULL,
  UNIQUE (ticket_id, path)
) STRICT;;
CREATE INDEX file_summary_by_time ON file_summary (updated_at);;

CREATE VIRTUAL TABLE file_summary_text USING fts5 (
  path, summary,
  content='file_summary', content_rowid='summary_id',
  tokenize='porter unicode61 remove_diacritics 2'
);;
CREATE VIRTUAL TABLE file_summary_word USING fts5vocab (file_summary_text, row);;

CREATE TRIGGER file_summary_added AFTER INSERT ON file_summary BEGIN
  INSERT INTO file_summary_text (rowid, path, summary)
  VALUES (new.summary_id, new.path, new.summary);
END;;
CREATE TRIGGER file_summary_deleted AFTER DELETE ON file_summary BEGIN
  INSERT INTO file_summary_text (file_summary_text, rowid, path, summary)
  VALUES ('delete', old.summary_id, old.path, old.summary);
END;;

CREATE TABLE component_api (
  component TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  subject TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;
CREATE TABLE component_file (
  component TEXT NOT NULL REFERENCES component_api (component) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (component, position)
) STRICT, WITHOUT ROWID;;

CREATE TABLE answer (
  subject TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (subject, key)
) STRICT, WITHOUT ROWID;;
CREATE INDEX answer_by_time ON answer (created_at);;
