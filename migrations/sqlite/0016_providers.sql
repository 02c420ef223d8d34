ALTER TABLE `providers` ADD `sort_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `providers` ADD `search_text` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE providers SET sort_name = lower(name), search_text = lower(name) || '
' || lower(reference) || '

';