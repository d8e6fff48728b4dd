CREATE TABLE "level_ceilings" (
	"account_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "level_ceilings_account_id_actor_id_pk" PRIMARY KEY("account_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "level_changes" (
	"actor_id" text NOT NULL,
	"level_epoch" integer NOT NULL,
	"from_level" text NOT NULL,
	"to_level" text NOT NULL,
	"reason" text,
	"changed_by" text,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "level_changes_actor_id_level_epoch_pk" PRIMARY KEY("actor_id","level_epoch")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"mail_state" text,
	"mail_decided_at" timestamp (3) with time zone,
	"mailed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "refused_starts" (
	"account_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"count" integer NOT NULL,
	"first_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refused_starts_account_id_actor_id_source_source_id_pk" PRIMARY KEY("account_id","actor_id","source","source_id")
);
--> statement-breakpoint
CREATE TABLE "schedule_firings" (
	"id" text PRIMARY KEY NOT NULL,
	"schedule_id" text NOT NULL,
	"scheduled_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "schedule_log" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "schedule_log_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"schedule_id" text NOT NULL,
	"firing_id" text,
	"level" text NOT NULL,
	"message" text NOT NULL,
	"action_id" text,
	"actor_id" text,
	"run_id" text,
	"error_type" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"title" text,
	"description" text,
	"cron_expression" text NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"is_enabled" boolean DEFAULT false NOT NULL,
	"is_exclusive" boolean DEFAULT true NOT NULL,
	"actions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"notifies_by_email" boolean DEFAULT true NOT NULL,
	"scope" jsonb,
	"next_run_at" timestamp (3) with time zone,
	"last_run_at" timestamp (3) with time zone,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"actor_id" text NOT NULL,
	"title" text,
	"description" text,
	"input" text,
	"input_by" jsonb,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"total_runs" bigint DEFAULT 0 NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_events" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "job_events_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" text NOT NULL,
	"resource_id" text NOT NULL,
	"event_type" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_dispatches" (
	"id" text PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"account_id" text NOT NULL,
	"event_type" text NOT NULL,
	"event_data" jsonb,
	"resource" jsonb,
	"payload" text NOT NULL,
	"status" text DEFAULT 'ACTIVE' NOT NULL,
	"calls" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"replay_of" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_tokens" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"account_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"is_ad_hoc" boolean DEFAULT false NOT NULL,
	"event_types" text[] NOT NULL,
	"actor_id" text,
	"task_id" text,
	"run_id" text,
	"request_url" text NOT NULL,
	"payload_template" text,
	"headers_template" text,
	"description" text,
	"should_interpolate_strings" boolean DEFAULT false NOT NULL,
	"ignore_ssl_errors" boolean DEFAULT false NOT NULL,
	"do_not_retry" boolean DEFAULT false NOT NULL,
	"idempotency_key" text,
	"carries_token" boolean NOT NULL,
	"scope" jsonb,
	"starts_actor_id" text,
	"starts_task_id" text,
	"total_dispatches" integer DEFAULT 0 NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "notifies_by_email" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "build_number" text;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "revoked_by" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "actor_name" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cause" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "start_key" text;--> statement-breakpoint
ALTER TABLE "level_ceilings" ADD CONSTRAINT "level_ceilings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_ceilings" ADD CONSTRAINT "level_ceilings_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_changes" ADD CONSTRAINT "level_changes_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_changes" ADD CONSTRAINT "level_changes_changed_by_accounts_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refused_starts" ADD CONSTRAINT "refused_starts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refused_starts" ADD CONSTRAINT "refused_starts_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_firings" ADD CONSTRAINT "schedule_firings_schedule_id_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."schedules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_log" ADD CONSTRAINT "schedule_log_schedule_id_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."schedules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_dispatches" ADD CONSTRAINT "webhook_dispatches_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_dispatches" ADD CONSTRAINT "webhook_dispatches_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_tokens" ADD CONSTRAINT "webhook_tokens_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_tokens" ADD CONSTRAINT "webhook_tokens_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_run_id_resources_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_one_open" ON "notifications" USING btree ("account_id","kind","subject_id") WHERE "notifications"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "notifications_of_account" ON "notifications" USING btree ("account_id","last_at","id");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("account_id") WHERE "notifications"."read_at" IS NULL AND "notifications"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "notifications_to_mail" ON "notifications" USING btree ("last_at") WHERE "notifications"."mail_state" IS NULL AND "notifications"."read_at" IS NULL AND "notifications"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "notifications_mail_of_account" ON "notifications" USING btree ("account_id","mail_decided_at") WHERE "notifications"."mail_state" <> 'NONE';--> statement-breakpoint
CREATE UNIQUE INDEX "schedule_firings_once" ON "schedule_firings" USING btree ("schedule_id","scheduled_at");--> statement-breakpoint
CREATE INDEX "schedule_log_of_schedule" ON "schedule_log" USING btree ("schedule_id","sequence");--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("next_run_at") WHERE "schedules"."is_enabled";--> statement-breakpoint
CREATE INDEX "schedules_of_account" ON "schedules" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "schedules_actions" ON "schedules" USING gin ("actions" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "tasks_of_actor" ON "tasks" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "webhook_dispatches_of_webhook" ON "webhook_dispatches" USING btree ("webhook_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_dispatches_of_account" ON "webhook_dispatches" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_dispatches_active" ON "webhook_dispatches" USING btree ("created_at") WHERE "webhook_dispatches"."status" = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "webhook_dispatches_finished" ON "webhook_dispatches" USING btree ("finished_at") WHERE "webhook_dispatches"."finished_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_tokens_of_webhook" ON "webhook_tokens" USING btree ("webhook_id");--> statement-breakpoint
CREATE INDEX "webhooks_of_account" ON "webhooks" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "webhooks_of_run" ON "webhooks" USING btree ("run_id") WHERE "webhooks"."run_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhooks_starting_actor" ON "webhooks" USING btree ("starts_actor_id") WHERE "webhooks"."starts_actor_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhooks_starting_task" ON "webhooks" USING btree ("starts_task_id") WHERE "webhooks"."starts_task_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "webhooks_idempotency_key" ON "webhooks" USING btree ("account_id","idempotency_key") WHERE "webhooks"."idempotency_key" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_revoked_by_accounts_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approvals_of_account" ON "approvals" USING btree ("account_id","actor_id");--> statement-breakpoint
CREATE INDEX "runs_started_full" ON "runs" USING btree ("account_id","actor_id","level_epoch","started_at") WHERE "runs"."level" = 'FULL_PERMISSIONS' AND "runs"."ancestor_ids" = '{}' AND "runs"."metamorph_count" = 0;--> statement-breakpoint
CREATE INDEX "runs_of_task" ON "runs" USING btree ("task_id","started_at","id") WHERE "runs"."task_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_start_key" ON "runs" USING btree ("start_key") WHERE "runs"."start_key" IS NOT NULL;