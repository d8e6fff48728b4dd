DROP INDEX "webhooks_idempotency_key";--> statement-breakpoint
ALTER TABLE "schedule_log" ADD COLUMN "target_kind" text;--> statement-breakpoint
ALTER TABLE "schedule_log" ADD COLUMN "target_id" text;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "headers_sealed" text;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "idempotency_space" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "notifications_open_on" ON "notifications" USING btree ("subject_id") WHERE "notifications"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "refused_starts_of_actor" ON "refused_starts" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "schedule_firings_unfinished" ON "schedule_firings" USING btree ("schedule_id") WHERE "schedule_firings"."finished_at" IS NULL;--> statement-breakpoint
CREATE INDEX "webhooks_lasting" ON "webhooks" USING btree ("account_id") WHERE NOT "webhooks"."is_ad_hoc";--> statement-breakpoint
CREATE INDEX "webhooks_of_task" ON "webhooks" USING btree ("task_id","account_id") WHERE "webhooks"."task_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhooks_of_actor" ON "webhooks" USING btree ("actor_id","account_id") WHERE "webhooks"."actor_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhooks_unsealed" ON "webhooks" USING btree ("id") WHERE "webhooks"."headers_template" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "webhooks_idempotency_key" ON "webhooks" USING btree ("account_id","idempotency_space","idempotency_key") WHERE "webhooks"."idempotency_key" IS NOT NULL;--> statement-breakpoint
-- Each kind of condition by its own index: an account may have very many webhooks of single runs. What an object is called is looked up in our
-- own schema, whatever the connection that changes a row would find by that name.
CREATE OR REPLACE FUNCTION note_job_event(account text, resource text, event text, actor text, task text, run text) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
  WITH noted AS (
    INSERT INTO job_events (account_id, resource_id, event_type)
    SELECT account, resource, event
    WHERE EXISTS (
      SELECT 1 FROM webhooks w WHERE w.run_id = run AND w.account_id = account AND w.is_enabled AND event = ANY (w.event_types)
    ) OR EXISTS (
      SELECT 1 FROM webhooks w
      WHERE w.task_id = task AND w.run_id IS NULL AND w.account_id = account AND w.is_enabled AND event = ANY (w.event_types)
    ) OR EXISTS (
      SELECT 1 FROM webhooks w
      WHERE w.actor_id = actor AND w.task_id IS NULL AND w.run_id IS NULL AND w.account_id = account AND w.is_enabled AND event = ANY (w.event_types)
    )
    RETURNING sequence
  )
  SELECT pg_notify('gatehouse_job_event', '') FROM noted;
$$;--> statement-breakpoint
ALTER FUNCTION note_run_event() SET search_path = public, pg_temp;--> statement-breakpoint
ALTER FUNCTION note_build_event() SET search_path = public, pg_temp;--> statement-breakpoint
ALTER FUNCTION note_notification() SET search_path = public, pg_temp;
