-- `error`: what a run ended with, as code and parameters, beside the English `reason`. `place_key`: where it read from, as its source
-- tells places apart; runs of the version before have it in columns of their own.
ALTER TABLE sync_run ADD COLUMN error JSON NULL;
ALTER TABLE sync_run ADD COLUMN place_key VARCHAR(255) NULL;
UPDATE sync_run
   SET place_key = CONCAT('warehouse=', warehouse_id, COALESCE(CONCAT('&price+list=', price_list_id), ''))
 WHERE place_key IS NULL AND warehouse_id IS NOT NULL;
