ALTER TABLE "providers" ADD COLUMN "sort_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "providers" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE providers SET sort_name = lower(name), search_text = lower(name) || '
' || lower(reference) || '

';