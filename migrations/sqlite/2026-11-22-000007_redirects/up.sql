-- Where articles went that were published in the browser: an address is permanent.
CREATE TABLE article_redirects (
    -- The address that was.
    slug TEXT NOT NULL PRIMARY KEY,
    -- The address that answers now; none where nothing took its place.
    target TEXT,
    -- Why it was taken out; empty where it was renamed.
    why TEXT NOT NULL,
    moved_at INTEGER NOT NULL
) STRICT;
