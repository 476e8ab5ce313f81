-- The master table as the field has it. Where it exists already, with whatever further columns, it is left as it is.
CREATE TABLE IF NOT EXISTS raw_item_data (
  id BIGINT NOT NULL,
  data JSON,
  stock INT,
  updated_at DATETIME,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row a run. `procedures_owed` is set in the load's transaction and cleared once the post-load procedures have been called.
CREATE TABLE IF NOT EXISTS sync_run (
  run_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  command VARCHAR(16) NOT NULL,
  mode VARCHAR(16) NULL,
  status VARCHAR(16) NOT NULL,
  exit_code SMALLINT NULL,
  reason TEXT NULL,
  forced BOOLEAN NOT NULL DEFAULT FALSE,
  started_at DATETIME(3) NOT NULL,
  alive_at DATETIME(3) NOT NULL,
  committed_at DATETIME(3) NULL,
  finished_at DATETIME(3) NULL,
  checkout_id VARCHAR(64) NULL,
  warehouse_id VARCHAR(64) NULL,
  price_list_id VARCHAR(64) NULL,
  procedures_owed BOOLEAN NOT NULL DEFAULT FALSE,
  fetched INT NOT NULL DEFAULT 0,
  unchanged INT NOT NULL DEFAULT 0,
  inserted INT NOT NULL DEFAULT 0,
  updated INT NOT NULL DEFAULT 0,
  duplicates INT NOT NULL DEFAULT 0,
  quarantined INT NOT NULL DEFAULT 0,
  missing INT NOT NULL DEFAULT 0,
  removed INT NOT NULL DEFAULT 0,
  negative INT NOT NULL DEFAULT 0,
  owed INT NOT NULL DEFAULT 0,
  delivered INT NOT NULL DEFAULT 0,
  pending INT NOT NULL DEFAULT 0,
  dead INT NOT NULL DEFAULT 0,
  report JSON NULL,
  PRIMARY KEY (run_id),
  KEY by_start (started_at),
  KEY by_debt (procedures_owed)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row a product that is owed a webhook. `key` goes out as Idempotency-Key and changes with each new change of the product.
CREATE TABLE IF NOT EXISTS sync_outbox (
  item_id BIGINT NOT NULL,
  `key` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempts INT NOT NULL DEFAULT 0,
  last_error VARCHAR(255) NULL,
  owed_at DATETIME(3) NOT NULL,
  dead_at DATETIME(3) NULL,
  PRIMARY KEY (item_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row a product (or, for an item without a usable id, a text) and reason, not one a run.
CREATE TABLE IF NOT EXISTS sync_quarantine (
  list VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  item_id BIGINT NULL,
  raw MEDIUMTEXT NOT NULL,
  runs INT NOT NULL DEFAULT 1,
  first_seen_at DATETIME(3) NOT NULL,
  last_seen_at DATETIME(3) NOT NULL,
  last_run_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  settled_at DATETIME(3) NULL,
  PRIMARY KEY (list, subject, reason),
  KEY by_settlement (settled_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row a product that raw_item_data has and the price list lacks, until it comes back.
CREATE TABLE IF NOT EXISTS sync_missing (
  item_id BIGINT NOT NULL,
  runs INT NOT NULL,
  missing_since DATETIME(3) NOT NULL,
  settled_at DATETIME(3) NULL,
  PRIMARY KEY (item_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
