-- What comes in bulk is put into the search index afterwards: a GIN index of Postgres does so by itself
-- (its pending list), so there is nothing to make here.
SELECT 1;
