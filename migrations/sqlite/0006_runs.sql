CREATE TABLE `run_targets` (
	`provider` integer NOT NULL,
	`run` integer NOT NULL,
	`place` integer NOT NULL,
	`targets` text NOT NULL,
	PRIMARY KEY(`provider`, `run`, `place`)
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`operation` text NOT NULL,
	`state` text NOT NULL,
	`person` text NOT NULL,
	`last_person` text NOT NULL,
	`input` text,
	`reason` text,
	`filter` text,
	`matched` integer,
	`position` integer NOT NULL,
	`digest` text,
	`succeeded` integer NOT NULL,
	`skipped` integer NOT NULL,
	`failed` integer NOT NULL,
	`tally` text NOT NULL,
	`first_event` integer,
	`last_event` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_id` ON `runs` (`provider`,`id`);