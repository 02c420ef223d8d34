CREATE TABLE `documents` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`consumer` integer NOT NULL,
	`kind` text NOT NULL,
	`side` text,
	`number` text,
	`country` text,
	`issued_on` integer,
	`expires_on` integer,
	`status` text NOT NULL,
	`problems` text NOT NULL,
	`reason` text,
	`note` text,
	`decided_at` integer,
	`decided_by` text,
	`decided_by_name` text,
	`media_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`file` text NOT NULL,
	`salt` text NOT NULL,
	`reminded` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `documents_id` ON `documents` (`provider`,`id`);--> statement-breakpoint
CREATE INDEX `documents_file` ON `documents` (`file`);--> statement-breakpoint
CREATE INDEX `documents_consumer` ON `documents` (`provider`,`consumer`,`key`);--> statement-breakpoint
CREATE INDEX `documents_created` ON `documents` (`provider`,`created_at`,`key`);--> statement-breakpoint
CREATE INDEX `documents_waiting` ON `documents` (`provider`,`created_at`,`consumer`) WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX `documents_expiry` ON `documents` (`provider`,`expires_on`) WHERE status = 'accepted';--> statement-breakpoint
CREATE TABLE `review_claims` (
	`key` integer PRIMARY KEY NOT NULL,
	`provider` integer NOT NULL,
	`consumer` integer NOT NULL,
	`person` text NOT NULL,
	`person_name` text,
	`claimed_at` integer NOT NULL,
	`lease_until` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `review_claims_consumer` ON `review_claims` (`provider`,`consumer`);