ALTER TABLE `runs` ADD `logs` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `every_provider` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `bounds` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
UPDATE `runs` SET `logs` = json_object((SELECT `id` FROM `providers` WHERE `providers`.`key` = `runs`.`provider`), json_array(`first_event`, `last_event`)) WHERE `first_event` IS NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` DROP COLUMN `first_event`;--> statement-breakpoint
ALTER TABLE `runs` DROP COLUMN `last_event`;