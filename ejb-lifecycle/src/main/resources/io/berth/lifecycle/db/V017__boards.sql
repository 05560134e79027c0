-- The mirror of a project's tasks on a board outside. Only its owner works on it, until the lease is over.
CREATE TABLE board_place (
  project      text        PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
  -- which board; with another one the mirror begins anew
  address      text        NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- tasks up to this number have a card, or were over before there was a board; null: all
  filled       bigint      DEFAULT 0,
  cards_since  text        NOT NULL DEFAULT '',
  cards_tag    text        NOT NULL DEFAULT '',
  remarks_since text       NOT NULL DEFAULT '',
  remarks_tag  text        NOT NULL DEFAULT '',
  read_at      timestamptz,
  failures     integer     NOT NULL DEFAULT 0,
  last_error   text,
  retry_at     timestamptz,
  owner        text,
  lease_until  timestamptz
);

-- Which card stands for which task, and what both said when they last agreed.
CREATE TABLE board_card (
  task        text        PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  project     text        NOT NULL,
  -- null: it was being made since intended_at, and nobody knows what came of it
  card        text,
  intended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- the card was taken away on the board
  gone        boolean     NOT NULL DEFAULT false,
  task_said   jsonb,
  card_said   jsonb
);
CREATE UNIQUE INDEX board_card_of_project ON board_card (project, card) WHERE card IS NOT NULL;
