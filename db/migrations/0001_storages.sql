CREATE TABLE "deleted_storages" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"deleted_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_value_stores" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text,
	"record_count" bigint DEFAULT 0 NOT NULL,
	"byte_count" bigint DEFAULT 0 NOT NULL,
	"schema" jsonb,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"accessed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "request_queues" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text,
	"total_request_count" bigint DEFAULT 0 NOT NULL,
	"handled_request_count" bigint DEFAULT 0 NOT NULL,
	"had_multiple_clients" boolean DEFAULT false NOT NULL,
	"byte_count" bigint DEFAULT 0 NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"accessed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "owner_id" text;--> statement-breakpoint
UPDATE "grants" SET "owner_id" = r."owner_id" FROM "resources" r WHERE r."id" = "grants"."resource_id";--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "owner_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "owner_id" text;--> statement-breakpoint
UPDATE "links" SET "owner_id" = r."owner_id" FROM "resources" r WHERE r."id" = "links"."resource_id";--> statement-breakpoint
ALTER TABLE "links" ALTER COLUMN "owner_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "record_key" text;--> statement-breakpoint
ALTER TABLE "key_value_stores" ADD CONSTRAINT "key_value_stores_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_queues" ADD CONSTRAINT "request_queues_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grants_of_owner" ON "grants" USING btree ("owner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "links_of_owner" ON "links" USING btree ("owner_id","created_at","id");--> statement-breakpoint
INSERT INTO "deleted_storages" ("id", "kind", "deleted_at") SELECT "id", 'dataset', "deleted_at" FROM "deleted_datasets";--> statement-breakpoint
DROP TABLE "deleted_datasets" CASCADE;
