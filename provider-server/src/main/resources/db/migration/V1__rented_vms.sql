-- Instants are milliseconds since 1970 (UTC): integers compare and sort right in every database.
CREATE TABLE vm (
  id          TEXT    NOT NULL PRIMARY KEY,
  version     BIGINT NOT NULL,
  requestor   TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  instance    TEXT    NOT NULL UNIQUE,
  image       TEXT    NOT NULL,
  login_user  TEXT    NOT NULL,
  cpu         INTEGER NOT NULL,
  memory      INTEGER NOT NULL,
  storage     INTEGER NOT NULL,
  host_key    TEXT    NOT NULL,
  port        INTEGER NOT NULL,
  -- 1 while the VM's resources and port are taken from the offer; the one source of what is free.
  reserved    BOOLEAN NOT NULL,
  state       TEXT    NOT NULL,
  phase       TEXT,
  message     TEXT,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);

CREATE UNIQUE INDEX vm_name ON vm (requestor, name) WHERE state <> 'GONE';
CREATE UNIQUE INDEX vm_port ON vm (port) WHERE reserved = 1;

-- The life of each VM, append only.
CREATE TABLE vm_event (
  vm_id     TEXT    NOT NULL REFERENCES vm (id),
  sequence  BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  state     TEXT    NOT NULL,
  phase     TEXT,
  message   TEXT,
  PRIMARY KEY (vm_id, sequence)
);

-- Requests that were granted, by the key that the requestor made.
CREATE TABLE granted_request (
  requestor    TEXT    NOT NULL,
  request_key  TEXT    NOT NULL,
  fingerprint  TEXT    NOT NULL,
  vm_id        TEXT    NOT NULL REFERENCES vm (id),
  granted_at   BIGINT NOT NULL,
  PRIMARY KEY (requestor, request_key)
);

-- The last sequence number under which this provider made a statement.
CREATE TABLE statement_sequence (
  id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  value  BIGINT NOT NULL
);
INSERT INTO statement_sequence VALUES (1, 0);
