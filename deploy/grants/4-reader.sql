-- Who looks and changes nothing: `sync --dry-run`, `reconcile --dry-run`, `runs`, `history`, `quarantine`, `report`.
GRANT SELECT ON bitcram.raw_item_data TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.sync_run TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.item TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.air_item TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.air_item_location TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.air_detail TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.source_state TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.channel_outbox TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.channel_listing TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.channel_listing_part TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.stock_level TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.stock_movement TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.sale TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.catalog_item TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.upload_task TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.upload_row_error TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.channel TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.sync_quarantine TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.sync_missing TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.sync_change TO 'bitcram-reader'@'%';
GRANT SELECT ON bitcram.sync_migration TO 'bitcram-reader'@'%';
-- Where PUBLISHED_ITEMS_TABLE is set, these two columns of it:
-- GRANT SELECT (id, meli_id) ON shop.published_items TO 'bitcram-reader'@'%';
