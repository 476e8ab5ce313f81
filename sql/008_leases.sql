-- `leased_by`: the run that is sending this notification, for as long as the connection of that run holds its lease.
ALTER TABLE channel_outbox ADD COLUMN leased_by VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
-- Since when a run holds the schema's lock no longer, because it only sends; NULL while it holds it. Others may load meanwhile.
ALTER TABLE sync_run ADD COLUMN unlocked_at DATETIME(3) NULL;
-- One row a channel that is paused, or was, or that asked everybody to wait.
CREATE TABLE IF NOT EXISTS channel (
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  paused_at DATETIME(3) NULL,
  not_before DATETIME(3) NULL,
  reason VARCHAR(255) NULL,
  orders_cursor DATETIME(3) NULL,
  PRIMARY KEY (channel)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
