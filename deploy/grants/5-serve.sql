-- Who runs `serve`, which the internet reaches: the products and tasks of uploads, what alerts remember, and nothing else of the shop.
-- After `migrate`: a right on a table can only be granted once the table is there.
GRANT SELECT, INSERT, UPDATE ON bitcram.catalog_item TO 'bitcram-serve'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_task TO 'bitcram-serve'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_row_error TO 'bitcram-serve'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_message TO 'bitcram-serve'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_idempotency TO 'bitcram-serve'@'%';
-- What was told of uploads that were given up, where ALERT_URL is set.
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.sync_alert TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.sync_migration TO 'bitcram-serve'@'%';
-- A dry run writes into a temporary table; a session sees its own only, and they end with it.
GRANT CREATE TEMPORARY TABLES ON bitcram.* TO 'bitcram-serve'@'%';
