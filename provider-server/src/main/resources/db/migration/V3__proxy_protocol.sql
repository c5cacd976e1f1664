-- Whether the guest is told who connects.
ALTER TABLE vm ADD COLUMN proxy_protocol BOOLEAN NOT NULL DEFAULT FALSE;
