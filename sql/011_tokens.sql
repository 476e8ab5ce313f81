-- The tokens of a marketplace's app, which are renewed by whoever needs one first; no report reads them. `refresh_token` is NULL where it
-- lies in Secret Manager. `given_hash`: of the one that the environment gave; `refused_hash`: of the one that was refused for good.
CREATE TABLE IF NOT EXISTS channel_token (
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  access_token TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
  ends_at DATETIME(3) NULL,
  scope VARCHAR(255) NULL,
  refresh_token TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
  given_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  refused_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (channel)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Requests to a marketplace, of all processes: when the next one may go out, how many a second since the marketplace refused some
-- (`slowed_at`), of what is configured.
ALTER TABLE channel ADD COLUMN turn_at DATETIME(6) NULL;
ALTER TABLE channel ADD COLUMN pace DOUBLE NULL;
ALTER TABLE channel ADD COLUMN slowed_at DATETIME(3) NULL;
