-- Who runs `migrate`: makes the job's own tables and nothing else; sees no product.
GRANT CREATE ON bitcram.raw_item_data TO 'bitcram-migrate'@'%';
GRANT CREATE, ALTER, SELECT, INSERT, UPDATE ON bitcram.sync_run TO 'bitcram-migrate'@'%';
GRANT CREATE ON bitcram.item TO 'bitcram-migrate'@'%';
GRANT CREATE, ALTER, INSERT ON bitcram.channel TO 'bitcram-migrate'@'%';
GRANT CREATE ON bitcram.channel_token TO 'bitcram-migrate'@'%';
-- The view sync_outbox is used with the rights of whoever made it; the other two names are those of the move to it.
GRANT CREATE, ALTER, SELECT, INSERT, UPDATE, DELETE ON bitcram.channel_outbox TO 'bitcram-migrate'@'%';
GRANT CREATE, ALTER, DROP, SELECT, INSERT ON bitcram.sync_outbox TO 'bitcram-migrate'@'%';
GRANT CREATE, INSERT, DROP ON bitcram.sync_outbox_before TO 'bitcram-migrate'@'%';
GRANT CREATE, CREATE VIEW, ALTER, DROP ON bitcram.sync_outbox_next TO 'bitcram-migrate'@'%';
GRANT CREATE, ALTER, INSERT ON bitcram.channel_listing TO 'bitcram-migrate'@'%';
GRANT CREATE ON bitcram.channel_listing_part TO 'bitcram-migrate'@'%';
GRANT CREATE ON bitcram.stock_level TO 'bitcram-migrate'@'%';
GRANT CREATE, ALTER ON bitcram.stock_movement TO 'bitcram-migrate'@'%';
GRANT CREATE, ALTER, INSERT ON bitcram.sync_quarantine TO 'bitcram-migrate'@'%';
GRANT CREATE ON bitcram.sync_missing TO 'bitcram-migrate'@'%';
GRANT CREATE, ALTER, INSERT ON bitcram.sync_alert TO 'bitcram-migrate'@'%';
GRANT CREATE ON bitcram.sync_change TO 'bitcram-migrate'@'%';
GRANT CREATE, SELECT, INSERT ON bitcram.sync_migration TO 'bitcram-migrate'@'%';
