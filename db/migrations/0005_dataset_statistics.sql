CREATE TABLE "dataset_statistics" (
	"dataset_id" text PRIMARY KEY NOT NULL,
	"item_count" bigint NOT NULL,
	"fields" text[] NOT NULL,
	"mins" double precision[] NOT NULL,
	"maxs" double precision[] NOT NULL,
	"null_counts" bigint[] NOT NULL,
	"empty_counts" bigint[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dataset_statistics" ADD CONSTRAINT "dataset_statistics_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;