-- `title`: what the channel calls it. `by_hand`: its parts are what somebody said, none included, and no pull changes them.
ALTER TABLE channel_listing ADD COLUMN title VARCHAR(255) NULL;
ALTER TABLE channel_listing ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE;
-- Without a source, until its product has a first level: what the channel said it shows (NULL: nothing), asked at `seen_at`.
ALTER TABLE channel_listing ADD COLUMN seen_quantity BIGINT NULL;
ALTER TABLE channel_listing ADD COLUMN seen_at DATETIME(6) NULL;
ALTER TABLE channel_listing ADD KEY by_seen (seen_at);
-- `orders_by`: whose connection reads the channel's orders, for as long as it lives. `orders_read_at`: when they were read to their end last.
ALTER TABLE channel ADD COLUMN orders_by VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
ALTER TABLE channel ADD COLUMN orders_read_at DATETIME(3) NULL;
-- A marketplace's worker asks several times a second what is due, also while all its listings wait for their second look.
ALTER TABLE channel_outbox ADD KEY by_next (channel, next_at);
-- How often a load changed SKUs by which listings find their products, less what was mapped since.
ALTER TABLE channel ADD COLUMN map_due INT NOT NULL DEFAULT 0;
-- Of a line of an order: pieces that it had in all when this row was written. It may grow, and what is more is a row of its own.
ALTER TABLE stock_movement ADD COLUMN ordered BIGINT NULL;
