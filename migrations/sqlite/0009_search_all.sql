-- Search for one and two characters, too, through the index. The search text now ends in two line
-- ends, so that each of its characters begins a trigram, and the vocabulary of the index tells which
-- rows have a trigram that begins with what is searched for. The text is folded by us: the index takes
-- it as it is (case_sensitive).
DROP TRIGGER consumers_search_insert;
--> statement-breakpoint
DROP TRIGGER consumers_search_delete;
--> statement-breakpoint
DROP TRIGGER consumers_search_update;
--> statement-breakpoint
DROP TABLE consumers_search;
--> statement-breakpoint
UPDATE consumers SET search_text = search_text || char(10, 10) WHERE search_text <> '';
--> statement-breakpoint
CREATE VIRTUAL TABLE consumers_search USING fts5(
  search_text, content = 'consumers', content_rowid = 'key', tokenize = 'trigram case_sensitive 1',
  detail = 'none'
);
--> statement-breakpoint
INSERT INTO consumers_search (consumers_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE VIRTUAL TABLE consumers_search_terms USING fts5vocab('consumers_search', 'instance');
--> statement-breakpoint
CREATE TRIGGER consumers_search_insert AFTER INSERT ON consumers BEGIN
  INSERT INTO consumers_search (rowid, search_text) VALUES (new.key, new.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER consumers_search_delete AFTER DELETE ON consumers BEGIN
  INSERT INTO consumers_search (consumers_search, rowid, search_text)
  VALUES ('delete', old.key, old.search_text);
END;
--> statement-breakpoint
-- Of this column only: any other update would rewrite the index for nothing.
CREATE TRIGGER consumers_search_update AFTER UPDATE OF search_text ON consumers BEGIN
  INSERT INTO consumers_search (consumers_search, rowid, search_text)
  VALUES ('delete', old.key, old.search_text);
  INSERT INTO consumers_search (rowid, search_text) VALUES (new.key, new.search_text);
END;
--> statement-breakpoint
-- Whoever never signed in comes first of the oldest and last of the newest.
CREATE INDEX consumers_last_active ON consumers (provider, coalesce(last_sign_in_at, 0), key);
