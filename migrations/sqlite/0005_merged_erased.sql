ALTER TABLE `consumers` ADD `merged_into` text;--> statement-breakpoint
ALTER TABLE `consumers` ADD `erased_at` integer;--> statement-breakpoint
CREATE INDEX `consumers_merged_into` ON `consumers` (`provider`,`merged_into`) WHERE merged_into is not null;