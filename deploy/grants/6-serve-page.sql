-- Optional, for `serve`: the page at `/`, which only tokens of the owner may ask for. It reads the whole shop, and changes nothing.
GRANT SELECT ON bitcram.raw_item_data TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.sync_run TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.sync_change TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.sync_missing TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.sync_quarantine TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.item TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.air_item TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.channel TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.channel_outbox TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.channel_listing TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.channel_listing_part TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.stock_level TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.stock_movement TO 'bitcram-serve'@'%';
GRANT SELECT ON bitcram.sale TO 'bitcram-serve'@'%';
