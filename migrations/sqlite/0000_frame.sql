CREATE TABLE `api_keys` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`preview` text NOT NULL,
	`status` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_id` ON `api_keys` (`provider`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `consumer_notes` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`consumer` integer NOT NULL,
	`text` text NOT NULL,
	`author` text NOT NULL,
	`author_name` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `consumer_notes_consumer` ON `consumer_notes` (`provider`,`consumer`,`key`);--> statement-breakpoint
CREATE TABLE `consumers` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`account` integer,
	`status` text NOT NULL,
	`status_reason` text,
	`status_kind` text,
	`suspended_until` integer,
	`suspended_from` text,
	`deleted_from` text,
	`name` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`company` text,
	`industry` text,
	`email` text,
	`email_key` text,
	`email_verified_at` integer,
	`phone` text,
	`phone_verified_at` integer,
	`country` text,
	`language` text,
	`external_id` text,
	`source` text NOT NULL,
	`tags` text NOT NULL,
	`project_limit` integer,
	`two_factor` integer NOT NULL,
	`password_hash` text,
	`password_expires_at` integer,
	`last_sign_in_at` integer,
	`created_at` integer NOT NULL,
	`sort_name` text NOT NULL,
	`search_text` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `consumers_id` ON `consumers` (`provider`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `consumers_email` ON `consumers` (`provider`,`email_key`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE UNIQUE INDEX `consumers_phone` ON `consumers` (`provider`,`phone`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE UNIQUE INDEX `consumers_external_id` ON `consumers` (`provider`,`external_id`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE INDEX `consumers_created` ON `consumers` (`provider`,`created_at`,`key`);--> statement-breakpoint
CREATE INDEX `consumers_name` ON `consumers` (`provider`,`sort_name`,`key`);--> statement-breakpoint
CREATE INDEX `consumers_last_sign_in` ON `consumers` (`provider`,`last_sign_in_at`,`key`);--> statement-breakpoint
CREATE INDEX `consumers_status` ON `consumers` (`provider`,`status`,`created_at`,`key`);--> statement-breakpoint
CREATE TABLE `event_subjects` (
	`provider` integer NOT NULL,
	`subject` text NOT NULL,
	`sequence` integer NOT NULL,
	PRIMARY KEY(`provider`, `subject`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`provider` integer NOT NULL,
	`sequence` integer NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	`actor` text NOT NULL,
	`api_key` text,
	`impersonator` text,
	`approval` text,
	`subject` text,
	`others` text,
	`digest` text NOT NULL,
	`salt` text,
	`detail` text,
	`nodes` blob NOT NULL,
	PRIMARY KEY(`provider`, `sequence`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id` ON `events` (`provider`,`id`);--> statement-breakpoint
CREATE INDEX `events_subject` ON `events` (`provider`,`subject`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_type` ON `events` (`provider`,`type`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_actor` ON `events` (`provider`,`actor`,`sequence`);--> statement-breakpoint
CREATE TABLE `guesses` (
	`provider` integer NOT NULL,
	`target` text NOT NULL,
	`failures` integer NOT NULL,
	`wait_until` integer NOT NULL,
	PRIMARY KEY(`provider`, `target`)
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`provider` integer NOT NULL,
	`person` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`operation` text NOT NULL,
	`digest` text NOT NULL,
	`salt` text NOT NULL,
	`answer` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`provider`, `person`, `idempotency_key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_expiry` ON `idempotency` (`expires_at`);--> statement-breakpoint
CREATE TABLE `logs` (
	`provider` integer PRIMARY KEY NOT NULL,
	`size` integer NOT NULL,
	`peaks` blob NOT NULL,
	`root` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organizations` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`secret_key_id` text NOT NULL,
	`log_public_key` text NOT NULL,
	`cursor_key` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`account` integer,
	`channel` text NOT NULL,
	`recipient` text NOT NULL,
	`template` text NOT NULL,
	`data` text NOT NULL,
	`secrets` text NOT NULL,
	`sealed` text,
	`subject` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`last_error` text,
	`lease` text,
	`lease_until` integer,
	`not_after` integer NOT NULL,
	`created_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_id` ON `outbox` (`provider`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_subject` ON `outbox` (`provider`,`subject`,`key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`created_at`) WHERE status in ('queued', 'sending');--> statement-breakpoint
CREATE TABLE `password_resets` (
	`key` integer PRIMARY KEY NOT NULL,
	`provider` integer NOT NULL,
	`consumer` integer NOT NULL,
	`kind` text NOT NULL,
	`digest` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `password_resets_consumer` ON `password_resets` (`provider`,`consumer`);--> statement-breakpoint
CREATE INDEX `password_resets_digest` ON `password_resets` (`provider`,`digest`);--> statement-breakpoint
CREATE TABLE `providers` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`reference` text NOT NULL,
	`name` text NOT NULL,
	`is_default` integer NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `providers_id` ON `providers` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `providers_reference` ON `providers` (`reference`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` integer PRIMARY KEY NOT NULL,
	`provider` integer NOT NULL,
	`id` text NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `settings_id` ON `settings` (`provider`,`id`);--> statement-breakpoint
CREATE TABLE `supervisors` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`user_name` text NOT NULL,
	`user_name_key` text NOT NULL,
	`phone` text,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`password_hash` text,
	`email_verified_at` integer,
	`phone_verified_at` integer,
	`last_sign_in_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `supervisors_id` ON `supervisors` (`provider`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `supervisors_email` ON `supervisors` (`provider`,`email_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `supervisors_user_name` ON `supervisors` (`provider`,`user_name_key`);