-- A trigram index over the search text. It stores no text of its own (the table has it) and no
-- positions (detail=none), so only LIKE and GLOB work on it, which is all that is asked of it.
CREATE VIRTUAL TABLE consumers_search USING fts5(
  search_text, content = 'consumers', content_rowid = 'key', tokenize = 'trigram', detail = 'none'
);
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
