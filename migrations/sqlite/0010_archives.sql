CREATE TABLE `archived_events` (
	`provider` integer NOT NULL,
	`sequence` integer NOT NULL,
	`nodes` blob NOT NULL,
	PRIMARY KEY(`provider`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `event_archives` (
	`provider` integer NOT NULL,
	`first` integer NOT NULL,
	`last` integer NOT NULL,
	`begins` integer NOT NULL,
	`ends` integer NOT NULL,
	`size` integer NOT NULL,
	`root` text NOT NULL,
	`file` text NOT NULL,
	`sha256` text NOT NULL,
	`archived_at` integer NOT NULL,
	PRIMARY KEY(`provider`, `first`)
);
