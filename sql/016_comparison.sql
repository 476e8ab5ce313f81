-- The checkpoint of a comparison that was cut off: the listing that was compared last, those up to it that are to be read again (their ids
-- as JSON), and when the first of them was read. NULL: the last comparison came to its end.
ALTER TABLE channel ADD COLUMN compared_to BIGINT NULL;
ALTER TABLE channel ADD COLUMN compared_again JSON NULL;
ALTER TABLE channel ADD COLUMN compared_since DATETIME(6) NULL;
