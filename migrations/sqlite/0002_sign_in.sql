CREATE TABLE `factors` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`supervisor` integer NOT NULL,
	`sealed` text NOT NULL,
	`confirmed_at` integer,
	`last_step` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `factors_id` ON `factors` (`provider`,`id`);--> statement-breakpoint
CREATE INDEX `factors_supervisor` ON `factors` (`provider`,`supervisor`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`key` integer PRIMARY KEY NOT NULL,
	`provider` integer NOT NULL,
	`supervisor` integer NOT NULL,
	`digest` text NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recovery_codes_digest` ON `recovery_codes` (`provider`,`supervisor`,`digest`);--> statement-breakpoint
CREATE TABLE `sent_codes` (
	`key` integer PRIMARY KEY NOT NULL,
	`provider` integer NOT NULL,
	`supervisor` integer NOT NULL,
	`purpose` text NOT NULL,
	`target` text NOT NULL,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `sent_codes_supervisor` ON `sent_codes` (`provider`,`supervisor`,`purpose`,`created_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`supervisor` integer NOT NULL,
	`digest` text NOT NULL,
	`device` text NOT NULL,
	`host` text NOT NULL,
	`address` text,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`fresh_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id` ON `sessions` (`provider`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_digest` ON `sessions` (`digest`);--> statement-breakpoint
CREATE INDEX `sessions_supervisor` ON `sessions` (`provider`,`supervisor`,`created_at`);--> statement-breakpoint
ALTER TABLE `supervisors` ADD `first_name` text;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `last_name` text;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `country` text;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `company` text;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `password_changed_at` integer;