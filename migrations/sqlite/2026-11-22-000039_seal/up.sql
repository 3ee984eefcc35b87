-- A word that was sealed with the keys of this site, by which a start knows whether it has them.
CREATE TABLE seal_marks (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

-- What links that end mails are signed with, sealed. Where there is none, "secret" is what an earlier
-- release wrote, and it is sealed at the next start.
ALTER TABLE notice_keys ADD COLUMN sealed BLOB;
