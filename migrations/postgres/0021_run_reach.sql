ALTER TABLE "runs" ADD COLUMN "logs" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "every_provider" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "bounds" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
UPDATE "runs" SET "logs" = jsonb_build_object((SELECT "id" FROM "providers" WHERE "providers"."key" = "runs"."provider"), jsonb_build_array("first_event", "last_event")) WHERE "first_event" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" DROP COLUMN "first_event";--> statement-breakpoint
ALTER TABLE "runs" DROP COLUMN "last_event";