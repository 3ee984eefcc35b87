-- The entry that an offer became; none where it was waved away. The entry may
-- be gone: then the offer stands again, and undoing brings both together.
ALTER TABLE time_offers ADD COLUMN entry_id TEXT COLLATE "C";
CREATE UNIQUE INDEX time_offers_entry_id ON time_offers (entry_id);
