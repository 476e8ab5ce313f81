-- One row a sale of the till. `sale_key`: SHA-256 of its shop, the kind of its id and the id; `body_hash`: of all that it says.
-- `state`: 'recorded'; 'trying' while it is recorded by itself, `tries` times so far; 'dead' once it was given up.
CREATE TABLE IF NOT EXISTS sale (
  sale_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  received_at DATETIME(6) NOT NULL,
  state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tries INT NOT NULL DEFAULT 0,
  PRIMARY KEY (sale_key),
  KEY by_received (received_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
