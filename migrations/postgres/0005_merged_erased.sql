ALTER TABLE "consumers" ADD COLUMN "merged_into" text;--> statement-breakpoint
ALTER TABLE "consumers" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "consumers_merged_into" ON "consumers" USING btree ("provider","merged_into") WHERE merged_into is not null;