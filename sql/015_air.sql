-- The products of Air, in place of raw_item_data; `id` is that of `item`. A flash owns `cost`, `list_price`, `currency`, `tax_rate`, `stock`,
-- `flash_at`, `flash_hash` and `stock_hash`; a whole run owns `content`, `content_hash`, `images`, `images_at` and `deep_at`, and writes a
-- flash's columns only where a product is new, back or retired. Each `_at` is when the columns of its owner moved, each `_hash` a
-- fingerprint of what they hold. `data` is what raw_item_data has under that name. Columns that somebody adds keep their values.
CREATE TABLE IF NOT EXISTS air_item (
  id BIGINT NOT NULL,
  codprov VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  cost DECIMAL(15, 4) NULL,
  list_price DECIMAL(15, 4) NULL,
  currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL,
  tax_rate DECIMAL(6, 3) NULL,
  stock INT NOT NULL DEFAULT 0,
  flash_at DATETIME(3) NULL,
  flash_hash BIGINT NULL,
  stock_hash BIGINT NULL,
  content JSON NULL,
  content_hash BIGINT NULL,
  images JSON NULL,
  images_at DATETIME(3) NULL,
  deep_at DATETIME(3) NULL,
  pulse VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  updated_at DATETIME NULL,
  data LONGTEXT GENERATED ALWAYS AS (JSON_SET(content, '$.price', list_price, '$.product_code', codprov)) VIRTUAL,
  PRIMARY KEY (id),
  UNIQUE KEY by_codprov (codprov)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- What each location has of a product, and what is on its way there, as Air says it.
CREATE TABLE IF NOT EXISTS air_item_location (
  id BIGINT NOT NULL,
  location VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  available INT NOT NULL,
  incoming INT NOT NULL,
  PRIMARY KEY (id, location)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- The details of an article as they were fetched last, so that a run that is cut off goes on after it. `entry_hash`: of the list's entry
-- that they were fetched for; another one is a reason to fetch them again. `hash`: of what they say.
CREATE TABLE IF NOT EXISTS air_detail (
  id BIGINT NOT NULL,
  entry_hash BIGINT NOT NULL,
  hash BIGINT NOT NULL,
  content JSON NOT NULL,
  images JSON NOT NULL,
  fetched_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- A source that has asked to be left alone is asked nothing before `not_before`.
CREATE TABLE IF NOT EXISTS source_state (
  source VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  not_before DATETIME(3) NULL,
  reason VARCHAR(255) NULL,
  PRIMARY KEY (source)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- `pulse`: how the run ended, as one text for a list. `exchange_rate`: of the day, as the source says it. `stock_read`: whether the run read the stock of everything; NULL: where it read
-- everything, as before.
ALTER TABLE sync_run ADD COLUMN exchange_rate DECIMAL(15, 4) NULL;
ALTER TABLE sync_run ADD COLUMN stock_read BOOLEAN NULL;
ALTER TABLE sync_run ADD COLUMN pulse VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;
