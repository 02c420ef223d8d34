ALTER TABLE `consumers` ADD `credit_balance` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `consumers_credit_balance` ON `consumers` (`provider`,`credit_balance`,`key`);