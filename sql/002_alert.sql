-- One row a kind of trouble that is not over: an exit code, or `owed`. `told_at` is set once ALERT_URL was told of it.
CREATE TABLE IF NOT EXISTS sync_alert (
  trouble VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  runs INT NOT NULL,
  since DATETIME(3) NOT NULL,
  told_at DATETIME(3) NULL,
  PRIMARY KEY (trouble)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
