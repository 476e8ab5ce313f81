-- One row a listing: an item, or a kit of several, as one channel sells it. `last_quantity` is for display only.
CREATE TABLE IF NOT EXISTS channel_listing (
  id BIGINT NOT NULL AUTO_INCREMENT,
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  remote_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  remote_variant VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  sku VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  buffer INT NULL,
  status VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  last_quantity BIGINT NULL,
  last_sent_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_remote (channel, remote_id, remote_variant),
  KEY by_sku (sku)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row a listing and item of which it takes `units`; two rows of one listing make a kit.
CREATE TABLE IF NOT EXISTS channel_listing_part (
  listing_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  units INT NOT NULL,
  PRIMARY KEY (listing_id, item_id),
  KEY by_item (item_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- What is believed to be in the shop of an item: `base` + `held`. `base` is NULL until something is known of it; `held` is the sum of the
-- movements that have not ended. `read_at`: when the run began that read `base`.
CREATE TABLE IF NOT EXISTS stock_level (
  item_id BIGINT NOT NULL,
  location VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  base BIGINT NULL,
  held BIGINT NOT NULL DEFAULT 0,
  read_at DATETIME(6) NULL,
  read_run_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (item_id, location)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row a line of a sale, return, marketplace order or count. It is held until it ends; `item_id` is NULL until its SKU is known.
-- `end_reason`: 'reading' (of `ended_run_id`), 'in_source', 'cancelled', 'closed' or 'counted'.
CREATE TABLE IF NOT EXISTS stock_movement (
  id BIGINT NOT NULL AUTO_INCREMENT,
  source_key VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  listing_id BIGINT NULL,
  sku VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  item_id BIGINT NULL,
  location VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  quantity BIGINT NOT NULL,
  received_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  ended_run_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  end_reason VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_source (source_key, line),
  KEY by_item (item_id, id),
  KEY by_end (ended_at, item_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Compared with the moments of movements, to the microsecond. `levels_read`: what the run read of the stock went into stock_level too;
-- after one that did not, such as a run of the version before, the next one brings the levels up to raw_item_data.
ALTER TABLE sync_run MODIFY started_at DATETIME(6) NOT NULL;
ALTER TABLE sync_run ADD COLUMN levels_read BOOLEAN NOT NULL DEFAULT FALSE;
