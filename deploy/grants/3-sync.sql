-- Who runs `sync`, `notify`, `doctor`, `serve` and the workers: reads and writes the job's rows; no table can be made, changed or dropped.
-- After the first `migrate`: a right on a table can only be granted once the table is there.
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.raw_item_data TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.sync_run TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.item TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.air_item TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.air_item_location TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.air_detail TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.source_state TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.channel_outbox TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.channel_listing TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.channel_listing_part TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.stock_level TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.stock_movement TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.channel TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.channel_token TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.sale TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE ON bitcram.catalog_item TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_task TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_row_error TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_message TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.upload_idempotency TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.sync_quarantine TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.sync_missing TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON bitcram.sync_alert TO 'bitcram-sync'@'%';
GRANT SELECT, INSERT, DELETE ON bitcram.sync_change TO 'bitcram-sync'@'%';
GRANT SELECT ON bitcram.sync_migration TO 'bitcram-sync'@'%';
-- A session sees its own temporary tables only, and they end with it.
GRANT CREATE TEMPORARY TABLES ON bitcram.* TO 'bitcram-sync'@'%';
-- Where PUBLISHED_ITEMS_TABLE is set, these two columns of it; where POST_LOAD_PROCEDURES is set, each of them:
-- GRANT SELECT (id, meli_id) ON shop.published_items TO 'bitcram-sync'@'%';
-- GRANT EXECUTE ON PROCEDURE shop.rebuild_mirror TO 'bitcram-sync'@'%';
