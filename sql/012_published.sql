-- The product that PUBLISHED_ITEMS_TABLE says of a listing in Mercado Libre, for one whose SKU says none.
ALTER TABLE channel_listing ADD COLUMN published_item BIGINT NULL;
