CREATE TABLE `document_files_left` (
	`key` integer PRIMARY KEY NOT NULL,
	`provider` integer NOT NULL,
	`file` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `document_files_left_file` ON `document_files_left` (`provider`,`file`);