-- A kind of trouble may be a word with more words behind it; what an item in quarantine is known by may be its source's own text.
ALTER TABLE sync_alert MODIFY trouble VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE sync_quarantine MODIFY subject VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;
