-- Of a run that read everything: products in stock and products with a price, which the guard of a flash measures against; NULL of any
-- other run. `by_status`: each run looks for others that stand as running, and there may be one a minute.
ALTER TABLE sync_run ADD COLUMN in_stock INT NULL;
ALTER TABLE sync_run ADD COLUMN priced INT NULL;
ALTER TABLE sync_run ADD KEY by_status (status);
