DROP INDEX `consumers_last_sign_in`;--> statement-breakpoint
CREATE INDEX `consumers_country` ON `consumers` (`provider`,`country`);--> statement-breakpoint
CREATE INDEX `consumers_suspended_until` ON `consumers` (`provider`,`suspended_until`) WHERE suspended_until is not null;