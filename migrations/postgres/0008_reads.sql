DROP INDEX "consumers_last_sign_in";--> statement-breakpoint
CREATE INDEX "consumers_country" ON "consumers" USING btree ("provider","country");--> statement-breakpoint
CREATE INDEX "consumers_suspended_until" ON "consumers" USING btree ("provider","suspended_until") WHERE suspended_until is not null;