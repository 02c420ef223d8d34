-- A trigram index over the search text. pg_trgm ships with Postgres and is a trusted extension:
-- whoever owns the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE INDEX consumers_search ON consumers USING gin (search_text gin_trgm_ops);
--> statement-breakpoint
-- Sorted by code point, as SQLite sorts, whatever the database's collation is.
ALTER TABLE consumers ALTER COLUMN sort_name TYPE text COLLATE "C";
