CREATE TABLE `account_features` (
	`provider` integer NOT NULL,
	`account` integer NOT NULL,
	`feature` integer NOT NULL,
	PRIMARY KEY(`provider`, `account`, `feature`)
);
--> statement-breakpoint
CREATE INDEX `account_features_feature` ON `account_features` (`provider`,`feature`);--> statement-breakpoint
CREATE TABLE `account_grants` (
	`provider` integer NOT NULL,
	`holder` text NOT NULL,
	`account` integer NOT NULL,
	`itself` integer NOT NULL,
	PRIMARY KEY(`provider`, `holder`, `account`)
);
--> statement-breakpoint
CREATE INDEX `account_grants_account` ON `account_grants` (`provider`,`account`);--> statement-breakpoint
CREATE TABLE `account_tags` (
	`provider` integer NOT NULL,
	`tag` text NOT NULL,
	`colour` text NOT NULL,
	PRIMARY KEY(`provider`, `tag`)
);
--> statement-breakpoint
CREATE TABLE `account_tree` (
	`provider` integer NOT NULL,
	`account` integer NOT NULL,
	`ancestor` integer NOT NULL,
	`depth` integer NOT NULL,
	PRIMARY KEY(`provider`, `account`, `ancestor`)
);
--> statement-breakpoint
CREATE INDEX `account_tree_ancestor` ON `account_tree` (`provider`,`ancestor`,`depth`,`account`);--> statement-breakpoint
CREATE TABLE `accounts` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`parent` integer,
	`reference` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`organization` text,
	`domain` text,
	`industry` text,
	`registration_number` text,
	`tax_number` text,
	`address_lines` text,
	`postal_code` text,
	`city` text,
	`state` text,
	`country` text,
	`currency` text,
	`language` text,
	`time_zone` text,
	`tags` text NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`owner` integer,
	`seats` integer,
	`additional_seats` integer DEFAULT 0 NOT NULL,
	`sso_token` text,
	`sso_token_at` integer,
	`template` integer,
	`template_enabled` integer DEFAULT false NOT NULL,
	`fixed_values` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	`sort_name` text NOT NULL,
	`search_text` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_id` ON `accounts` (`provider`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_reference` ON `accounts` (`provider`,`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_email` ON `accounts` (`provider`,`email_key`) WHERE status <> 'template';--> statement-breakpoint
CREATE INDEX `accounts_created` ON `accounts` (`provider`,`created_at`,`key`);--> statement-breakpoint
CREATE INDEX `accounts_name` ON `accounts` (`provider`,`sort_name`,`key`);--> statement-breakpoint
CREATE INDEX `accounts_status` ON `accounts` (`provider`,`status`,`created_at`,`key`);--> statement-breakpoint
CREATE INDEX `accounts_parent` ON `accounts` (`provider`,`parent`,`key`);--> statement-breakpoint
CREATE TABLE `features` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`reference` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `features_id` ON `features` (`provider`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `features_reference` ON `features` (`provider`,`reference`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`key` integer PRIMARY KEY NOT NULL,
	`provider` integer NOT NULL,
	`supervisor` integer NOT NULL,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `invitations_supervisor` ON `invitations` (`provider`,`supervisor`);--> statement-breakpoint
CREATE INDEX `invitations_digest` ON `invitations` (`provider`,`digest`);--> statement-breakpoint
CREATE TABLE `roles` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`provider` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`description` text,
	`base` text NOT NULL,
	`level` text NOT NULL,
	`permissions` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `roles_id` ON `roles` (`provider`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `roles_name` ON `roles` (`provider`,`name_key`);--> statement-breakpoint
DROP INDEX `api_keys_name`;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `role` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `permissions` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `every_provider` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `accounts` text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `sub_accounts` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `addresses` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `previous_hash` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `previous_until` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `rotated_at` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `suspended_at` integer;--> statement-breakpoint
CREATE INDEX `api_keys_previous_hash` ON `api_keys` (`previous_hash`);--> statement-breakpoint
CREATE INDEX `api_keys_created_by` ON `api_keys` (`provider`,`created_by`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_name` ON `api_keys` (`provider`,`name`) WHERE status <> 'revoked';--> statement-breakpoint
DROP INDEX `providers_reference`;--> statement-breakpoint
ALTER TABLE `providers` ADD `status_reason` text;--> statement-breakpoint
ALTER TABLE `providers` ADD `email` text;--> statement-breakpoint
ALTER TABLE `providers` ADD `country` text;--> statement-breakpoint
ALTER TABLE `providers` ADD `disabled_at` integer;--> statement-breakpoint
ALTER TABLE `providers` ADD `deleted_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `providers_reference` ON `providers` (`reference`) WHERE status <> 'deleted';--> statement-breakpoint
DROP INDEX `supervisors_email`;--> statement-breakpoint
DROP INDEX `supervisors_user_name`;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `every_provider` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `accounts` text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `sub_accounts` text;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `two_factor_required` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `password_expires_at` integer;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `invited_by` text;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `disabled_at` integer;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `locked_at` integer;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `sort_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `supervisors` ADD `search_text` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `supervisors_created` ON `supervisors` (`provider`,`created_at`,`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `supervisors_email` ON `supervisors` (`provider`,`email_key`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE UNIQUE INDEX `supervisors_user_name` ON `supervisors` (`provider`,`user_name_key`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE INDEX `consumers_account` ON `consumers` (`provider`,`account`,`created_at`,`key`) WHERE account is not null;--> statement-breakpoint
-- Whoever there is so far reaches all there is so far, and what comes.
UPDATE supervisors SET every_provider = 1 WHERE role = 'owner';--> statement-breakpoint
UPDATE supervisors SET sort_name = lower(name), search_text = lower(name || ' ' || email);--> statement-breakpoint
UPDATE api_keys SET every_provider = 1;
