-- Instants are milliseconds since 1970 (UTC): integers compare and sort right in every database.

-- What a provider last advertised, as long as it holds.
CREATE TABLE listing (
  provider_id  TEXT    NOT NULL PRIMARY KEY,
  name         TEXT    NOT NULL,
  ip_address   TEXT    NOT NULL,
  port         INTEGER NOT NULL,
  country      TEXT,
  platform     TEXT    NOT NULL,
  cpu          INTEGER NOT NULL,
  memory       INTEGER NOT NULL,
  storage      INTEGER NOT NULL,
  -- separated by spaces
  images       TEXT    NOT NULL,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  expires_at   BIGINT  NOT NULL,
  live_until   BIGINT  NOT NULL,
  signed       TEXT    NOT NULL
);

-- The sweep's. A search must not take it: pages come in the order of the primary key.
CREATE INDEX listing_live_until ON listing (live_until);

-- The highest sequence that a provider has signed, kept until no earlier statement of it is valid any more.
CREATE TABLE last_word (
  provider_id  TEXT    NOT NULL PRIMARY KEY,
  sequence     BIGINT  NOT NULL,
  withdrawn    BOOLEAN NOT NULL,
  forget_at    BIGINT  NOT NULL
);

CREATE INDEX last_word_forget_at ON last_word (forget_at);
