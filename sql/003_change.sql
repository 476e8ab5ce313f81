-- One row a run and product whose price or stock it moved: 'new', 'changed', 'gone' (left the list, stock zeroed) or 'deleted'. NULL: there was or is none.
CREATE TABLE IF NOT EXISTS sync_change (
  run_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  item_id BIGINT NOT NULL,
  kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  old_price DOUBLE NULL,
  new_price DOUBLE NULL,
  old_stock BIGINT NULL,
  new_stock BIGINT NULL,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (run_id, item_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
