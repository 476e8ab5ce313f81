-- One row an item that its source knows by a text, or that has a SKU: the number by which everything else knows it. An item whose id is
-- a number of its source's own has a row only where it needs one.
CREATE TABLE IF NOT EXISTS item (
  id BIGINT NOT NULL,
  external_id VARBINARY(256) NULL,
  sku VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_external_id (external_id),
  KEY by_sku (sku)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row a channel and subject (of the publications service: an item) with a change that it has not accepted. `key` goes out as
-- Idempotency-Key and changes with each new change of the subject.
CREATE TABLE IF NOT EXISTS channel_outbox (
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'publications',
  subject_id BIGINT NOT NULL,
  `key` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempts INT NOT NULL DEFAULT 0,
  tried_at DATETIME(3) NULL,
  next_at DATETIME(3) NULL,
  lease_until DATETIME(3) NULL,
  sent_at DATETIME(3) NULL,
  accepted_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  last_error VARCHAR(255) NULL,
  owed_at DATETIME(3) NOT NULL,
  dead_at DATETIME(3) NULL,
  PRIMARY KEY (channel, subject_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- sync_outbox becomes a view of it, on which the version before works as on its table. From here on each statement does the same, or
-- nothing, whether sync_outbox is still the table or the view already. The table goes only after the RENAME below, which is after its
-- rows were copied.
DROP TABLE IF EXISTS sync_outbox_before;
DROP VIEW IF EXISTS sync_outbox_before;
INSERT INTO channel_outbox (subject_id, `key`, attempts, last_error, owed_at, dead_at)
SELECT item_id, `key`, attempts, last_error, owed_at, dead_at FROM sync_outbox
ON DUPLICATE KEY UPDATE
  `key` = VALUES(`key`), attempts = VALUES(attempts), last_error = VALUES(last_error), owed_at = VALUES(owed_at),
  dead_at = VALUES(dead_at);
-- What was delivered since an earlier try that broke off. The LIMIT keeps the list apart from the table that is deleted from.
DELETE FROM channel_outbox
 WHERE channel = 'publications'
   AND subject_id NOT IN (SELECT item_id FROM (SELECT item_id FROM sync_outbox LIMIT 18446744073709551615) kept);
-- With the rights of whoever makes it: a user who may write to sync_outbox needs none on channel_outbox.
CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW sync_outbox_next AS
SELECT subject_id AS item_id, `key`, attempts, last_error, owed_at, dead_at
  FROM channel_outbox
 WHERE channel = 'publications';
RENAME TABLE sync_outbox TO sync_outbox_before, sync_outbox_next TO sync_outbox;
DROP TABLE IF EXISTS sync_outbox_before;
DROP VIEW IF EXISTS sync_outbox_before;
