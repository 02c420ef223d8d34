CREATE TABLE "archived_events" (
	"provider" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"nodes" "bytea" NOT NULL,
	CONSTRAINT "archived_events_provider_sequence_pk" PRIMARY KEY("provider","sequence")
);
--> statement-breakpoint
CREATE TABLE "event_archives" (
	"provider" bigint NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	"begins" timestamp (3) with time zone NOT NULL,
	"ends" timestamp (3) with time zone NOT NULL,
	"size" bigint NOT NULL,
	"root" text NOT NULL,
	"file" text NOT NULL,
	"sha256" text NOT NULL,
	"archived_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "event_archives_provider_first_pk" PRIMARY KEY("provider","first")
);
