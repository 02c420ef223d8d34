-- Many rows at once are put into the search index afterwards, together: one by one they cost several
-- times as much. Until then those past `beyond` are not in it, and a search looks at them one by one.
CREATE TABLE consumers_search_backlog (
  one integer PRIMARY KEY CHECK (one = 1), beyond integer NOT NULL, touched integer NOT NULL
);
--> statement-breakpoint
CREATE VIEW consumers_search_rest AS
  SELECT key AS found FROM consumers WHERE key > (SELECT beyond FROM consumers_search_backlog);
--> statement-breakpoint
DROP TRIGGER consumers_search_insert;
--> statement-breakpoint
DROP TRIGGER consumers_search_delete;
--> statement-breakpoint
DROP TRIGGER consumers_search_update;
--> statement-breakpoint
CREATE TRIGGER consumers_search_insert AFTER INSERT ON consumers
WHEN NOT EXISTS (SELECT 1 FROM consumers_search_backlog WHERE new.key > beyond) BEGIN
  INSERT INTO consumers_search (rowid, search_text) VALUES (new.key, new.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER consumers_search_delete AFTER DELETE ON consumers
WHEN NOT EXISTS (SELECT 1 FROM consumers_search_backlog WHERE old.key > beyond) BEGIN
  INSERT INTO consumers_search (consumers_search, rowid, search_text)
  VALUES ('delete', old.key, old.search_text);
END;
--> statement-breakpoint
-- Of this column only: any other update would rewrite the index for nothing.
CREATE TRIGGER consumers_search_update AFTER UPDATE OF search_text ON consumers
WHEN NOT EXISTS (SELECT 1 FROM consumers_search_backlog WHERE old.key > beyond) BEGIN
  INSERT INTO consumers_search (consumers_search, rowid, search_text)
  VALUES ('delete', old.key, old.search_text);
  INSERT INTO consumers_search (rowid, search_text) VALUES (new.key, new.search_text);
END;
