-- Search for one and two characters, too, and in every script, through the index. pg_trgm knows only
-- letters and digits of the database's own locale; this index has all trigrams, and finds by a
-- beginning what is shorter than one. The search text ends in two line ends, so that each of its
-- characters begins a trigram.
DROP INDEX consumers_search;
--> statement-breakpoint
UPDATE consumers SET search_text = search_text || E'\n\n' WHERE search_text <> '';
--> statement-breakpoint
-- Every third trigram three times, each time from one character further on. A search text has no tab:
-- its white space is one space.
CREATE FUNCTION search_trigrams(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT array_to_tsvector(array_remove(string_to_array(
    regexp_replace(left($1, length($1) / 3 * 3), '...', E'\\&\t', 'g')
      || regexp_replace(substr($1, 2, (length($1) - 1) / 3 * 3), '...', E'\\&\t', 'g')
      || regexp_replace(substr($1, 3, (length($1) - 2) / 3 * 3), '...', E'\\&\t', 'g'),
    E'\t'), ''))
$$;
--> statement-breakpoint
CREATE INDEX consumers_search ON consumers USING gin (search_trigrams(search_text));
--> statement-breakpoint
-- Whoever never signed in comes first of the oldest and last of the newest.
CREATE INDEX consumers_last_active
  ON consumers (provider, coalesce(last_sign_in_at, '1970-01-01T00:00:00Z'::timestamptz), key);
