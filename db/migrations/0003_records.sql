CREATE TABLE "blob_chunks" (
	"blob_id" text NOT NULL,
	"position" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "blob_chunks_blob_id_position_pk" PRIMARY KEY("blob_id","position")
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"id" text PRIMARY KEY NOT NULL,
	"store_id" text NOT NULL,
	"location" text NOT NULL,
	"state" text DEFAULT 'WRITING' NOT NULL,
	"touched_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "blobs_location" CHECK ("blobs"."location" IN ('DATABASE', 'S3')),
	CONSTRAINT "blobs_state" CHECK ("blobs"."state" IN ('WRITING', 'KEPT', 'REMOVED'))
);
--> statement-breakpoint
CREATE TABLE "records" (
	"store_id" text NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"content_type" text NOT NULL,
	"byte_count" bigint NOT NULL,
	"digest" "bytea" NOT NULL,
	"data" "bytea",
	"blob_id" text,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "records_store_id_key_pk" PRIMARY KEY("store_id","key"),
	CONSTRAINT "records_content" CHECK (("records"."data" IS NULL) <> ("records"."blob_id" IS NULL))
);
--> statement-breakpoint
CREATE INDEX "blobs_of_store" ON "blobs" USING btree ("store_id");--> statement-breakpoint
CREATE INDEX "blobs_to_clear" ON "blobs" USING btree ("touched_at") WHERE "blobs"."state" <> 'KEPT';--> statement-breakpoint
ALTER TABLE "records" ALTER COLUMN "data" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "blob_chunks" ALTER COLUMN "data" SET STORAGE EXTERNAL;
