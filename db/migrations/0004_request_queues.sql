CREATE TABLE "queue_requests" (
	"queue_id" text NOT NULL,
	"id" text NOT NULL,
	"unique_key" text NOT NULL,
	"url" text NOT NULL,
	"method" text NOT NULL,
	"retry_count" integer NOT NULL,
	"error_count" integer NOT NULL,
	"order_no" bigint,
	"handled_at" timestamp (3) with time zone,
	"lock_client_key" text,
	"lock_holder" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"byte_count" integer NOT NULL,
	"data" text NOT NULL,
	CONSTRAINT "queue_requests_queue_id_id_pk" PRIMARY KEY("queue_id","id"),
	CONSTRAINT "queue_requests_handled_or_in_order" CHECK (("queue_requests"."order_no" IS NULL) = ("queue_requests"."handled_at" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "request_queue_counters" (
	"queue_id" text NOT NULL,
	"slot" smallint NOT NULL,
	"total_count" bigint NOT NULL,
	"handled_count" bigint NOT NULL,
	"byte_count" bigint NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "request_queue_counters_queue_id_slot_pk" PRIMARY KEY("queue_id","slot")
);
--> statement-breakpoint
ALTER TABLE "request_queues" ADD COLUMN "first_client_key" text;--> statement-breakpoint
ALTER TABLE "request_queue_counters" ADD CONSTRAINT "request_queue_counters_queue_id_request_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."request_queues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "queue_requests_in_order" ON "queue_requests" USING btree ("queue_id","order_no","id") WHERE "queue_requests"."order_no" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "queue_requests_handled" ON "queue_requests" USING btree ("queue_id","handled_at","id") WHERE "queue_requests"."handled_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "request_queues" DROP COLUMN "total_request_count";--> statement-breakpoint
ALTER TABLE "request_queues" DROP COLUMN "handled_request_count";--> statement-breakpoint
ALTER TABLE "request_queues" DROP COLUMN "byte_count";--> statement-breakpoint
CREATE VIEW "public"."request_queues_counted" AS (
  SELECT q.id, q.title, q.first_client_key, q.had_multiple_clients, c.total AS total_request_count, c.handled AS handled_request_count,
    c.bytes AS byte_count, greatest(q.modified_at, c.modified_at) AS modified_at, q.accessed_at
  FROM request_queues q CROSS JOIN LATERAL (
    SELECT coalesce(sum(total_count), 0)::bigint AS total, coalesce(sum(handled_count), 0)::bigint AS handled,
      coalesce(sum(byte_count), 0)::bigint AS bytes, max(modified_at) AS modified_at
    FROM request_queue_counters WHERE queue_id = q.id
  ) c);--> statement-breakpoint
-- A queue that is worked on leaves a dead row for each lock; its head is found fast as long as they are cleared away early.
ALTER TABLE "queue_requests" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);--> statement-breakpoint
-- Rows that change all the time: the room beside them keeps the new versions in their page.
ALTER TABLE "request_queue_counters" SET (fillfactor = 50);
