-- One row for a provider, listed or withdrawn: its last word and what is shown of it are one write.
-- The same statements run on SQLite and on PostgreSQL.

CREATE TABLE provider (
  provider_id  TEXT    NOT NULL PRIMARY KEY,
  -- of the last statement; nothing that was signed before counts any more
  sequence     BIGINT  NOT NULL,
  -- of the directory when the row was last written: readers ask for what is above the one they have seen
  revision     BIGINT  NOT NULL,
  withdrawn    BOOLEAN NOT NULL,
  -- after a withdrawal the columns from here to reachable_at are null
  name         TEXT,
  ip_address   TEXT,
  port         INTEGER,
  country      TEXT,
  platform     TEXT,
  cpu          INTEGER,
  memory       INTEGER,
  storage      INTEGER,
  -- separated by spaces
  images       TEXT,
  version      TEXT,
  issued_at    BIGINT,
  expires_at   BIGINT,
  created_at   BIGINT,
  updated_at   BIGINT,
  -- a provider that is silent for longer is taken for gone
  live_until   BIGINT,
  reachable_at BIGINT,
  -- no statement that was signed before this one is valid after this moment
  forget_at    BIGINT  NOT NULL,
  signed       TEXT
);

CREATE INDEX provider_revision ON provider (revision);
CREATE INDEX provider_forget_at ON provider (forget_at);

-- One row. Whoever writes to provider locks it first, so revisions are committed in their order.
CREATE TABLE directory (
  revision     BIGINT  NOT NULL
);

INSERT INTO directory (revision) VALUES (1);

INSERT INTO provider
SELECT l.provider_id, w.sequence, 1, w.withdrawn,
       l.name, l.ip_address, l.port, l.country, l.platform, l.cpu, l.memory, l.storage, l.images, 'unknown',
       l.updated_at, l.expires_at, l.created_at, l.updated_at, l.live_until, NULL, w.forget_at, l.signed
FROM listing l JOIN last_word w ON w.provider_id = l.provider_id
WHERE w.withdrawn = FALSE;

INSERT INTO provider (provider_id, sequence, revision, withdrawn, forget_at)
SELECT w.provider_id, w.sequence, 1, TRUE, w.forget_at
FROM last_word w
WHERE w.withdrawn = TRUE OR NOT EXISTS (SELECT 1 FROM listing l WHERE l.provider_id = w.provider_id);

DROP TABLE listing;
DROP TABLE last_word;
