CREATE TABLE "actor_tags" (
	"actor_id" text NOT NULL,
	"tag" text NOT NULL,
	"build_id" text NOT NULL,
	CONSTRAINT "actor_tags_actor_id_tag_pk" PRIMARY KEY("actor_id","tag")
);
--> statement-breakpoint
CREATE TABLE "actor_versions" (
	"actor_id" text NOT NULL,
	"version_number" text NOT NULL,
	"build_tag" text DEFAULT 'latest' NOT NULL,
	"source_type" text NOT NULL,
	"source_files" jsonb,
	"tarball_url" text,
	"git_repo_url" text,
	"git_hub_gist_url" text,
	"env_vars" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"apply_env_vars_to_build" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "actor_versions_actor_id_version_number_pk" PRIMARY KEY("actor_id","version_number")
);
--> statement-breakpoint
CREATE TABLE "actors" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text,
	"description" text,
	"seo_title" text,
	"seo_description" text,
	"is_public" boolean DEFAULT false NOT NULL,
	"is_deprecated" boolean DEFAULT false NOT NULL,
	"categories" text[] DEFAULT '{}' NOT NULL,
	"permission_level" text,
	"level_epoch" integer DEFAULT 1 NOT NULL,
	"default_run_options" jsonb NOT NULL,
	"example_run_input" jsonb,
	"last_build_numbers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"total_builds" integer DEFAULT 0 NOT NULL,
	"total_runs" bigint DEFAULT 0 NOT NULL,
	"last_run_started_at" timestamp (3) with time zone,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "actors_permission_level" CHECK ("actors"."permission_level" IN ('LIMITED_PERMISSIONS', 'FULL_PERMISSIONS'))
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"level_epoch" integer NOT NULL,
	"approved_by" text,
	"approved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "builds" (
	"id" text PRIMARY KEY NOT NULL,
	"actor_id" text NOT NULL,
	"started_by" text,
	"version_number" text NOT NULL,
	"build_number" text NOT NULL,
	"tag" text,
	"uses_cache" boolean DEFAULT true NOT NULL,
	"status" text DEFAULT 'READY' NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"origin" text NOT NULL,
	"client_ip" text,
	"user_agent" text,
	"attempt" integer DEFAULT 0 NOT NULL,
	"worker_id" text,
	"lease_until" timestamp (3) with time zone,
	"engine_handle" jsonb,
	"timeout_secs" integer NOT NULL,
	"abort_requested_at" timestamp (3) with time zone,
	"aborts_gracefully" boolean DEFAULT false NOT NULL,
	"memory_mbytes" integer NOT NULL,
	"exit_code" integer,
	"status_message" text,
	"actor_definition" json,
	"input_schema" json,
	"readme" text,
	"changelog" text,
	"env_vars" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"engine" text,
	"blob_id" text,
	"product_bytes" bigint
);
--> statement-breakpoint
CREATE TABLE "log_chunks" (
	"resource_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"text" text NOT NULL,
	"char_count" integer NOT NULL,
	CONSTRAINT "log_chunks_resource_id_sequence_pk" PRIMARY KEY("resource_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "run_refusals" (
	"run_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"asked" text NOT NULL,
	"count" integer NOT NULL,
	"first_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_refusals_run_id_kind_subject_asked_pk" PRIMARY KEY("run_id","kind","subject","asked")
);
--> statement-breakpoint
CREATE TABLE "run_uses" (
	"account_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"run_id" text NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"asked" text NOT NULL,
	"is_own" boolean NOT NULL,
	"is_refused" boolean NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "run_uses_run_id_day_kind_asked_is_own_is_refused_pk" PRIMARY KEY("run_id","day","kind","asked","is_own","is_refused")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"build_id" text NOT NULL,
	"build_number" text NOT NULL,
	"task_id" text,
	"status" text DEFAULT 'READY' NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"origin" text NOT NULL,
	"client_ip" text,
	"user_agent" text,
	"attempt" integer DEFAULT 0 NOT NULL,
	"worker_id" text,
	"lease_until" timestamp (3) with time zone,
	"engine_handle" jsonb,
	"timeout_secs" integer NOT NULL,
	"abort_requested_at" timestamp (3) with time zone,
	"aborts_gracefully" boolean DEFAULT false NOT NULL,
	"memory_mbytes" integer NOT NULL,
	"exit_code" integer,
	"status_message" text,
	"is_status_message_terminal" boolean DEFAULT false NOT NULL,
	"timeout_at" timestamp (3) with time zone,
	"disk_mbytes" integer NOT NULL,
	"options" jsonb NOT NULL,
	"level" text NOT NULL,
	"level_because" text[] NOT NULL,
	"level_epoch" integer NOT NULL,
	"ancestor_ids" text[] DEFAULT '{}' NOT NULL,
	"input_storages" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"scope" jsonb,
	"token_digest" "bytea",
	"default_dataset_id" text NOT NULL,
	"default_key_value_store_id" text NOT NULL,
	"default_request_queue_id" text NOT NULL,
	"input_key" text DEFAULT 'INPUT' NOT NULL,
	"metamorphs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"restarts_on_error" boolean DEFAULT false NOT NULL,
	"reboot_count" integer DEFAULT 0 NOT NULL,
	"restart_count" integer DEFAULT 0 NOT NULL,
	"resurrect_count" integer DEFAULT 0 NOT NULL,
	"metamorph_count" integer DEFAULT 0 NOT NULL,
	"migration_count" integer DEFAULT 0 NOT NULL,
	"earlier_run_time_millis" bigint DEFAULT 0 NOT NULL,
	"attempt_started_at" timestamp (3) with time zone,
	"measures" jsonb,
	"input_body_bytes" bigint DEFAULT 0 NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "runs_level" CHECK ("runs"."level" IN ('LIMITED_PERMISSIONS', 'FULL_PERMISSIONS'))
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"memory_mbytes" integer NOT NULL,
	"used_memory_mbytes" integer DEFAULT 0 NOT NULL,
	"engines" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "grants" DROP CONSTRAINT "grants_permissions";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "shares_runs" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "skips_approval" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "created_by_run_id" text;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "created_by_actor_id" text;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "created_by_level" text;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "run_id" text;--> statement-breakpoint
ALTER TABLE "actor_tags" ADD CONSTRAINT "actor_tags_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_tags" ADD CONSTRAINT "actor_tags_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_versions" ADD CONSTRAINT "actor_versions_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actors" ADD CONSTRAINT "actors_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_approved_by_accounts_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_started_by_accounts_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_chunks" ADD CONSTRAINT "log_chunks_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_refusals" ADD CONSTRAINT "run_refusals_run_id_resources_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_uses" ADD CONSTRAINT "run_uses_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_uses" ADD CONSTRAINT "run_uses_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_id_resources_id_fk" FOREIGN KEY ("id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "actor_tags_of_build" ON "actor_tags" USING btree ("build_id");--> statement-breakpoint
CREATE INDEX "actors_public" ON "actors" USING btree ("modified_at","id") WHERE "actors"."is_public";--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_one_in_force" ON "approvals" USING btree ("account_id","actor_id","level_epoch") WHERE "approvals"."revoked_at" IS NULL;--> statement-breakpoint
CREATE INDEX "approvals_of_actor" ON "approvals" USING btree ("actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "builds_number_unique" ON "builds" USING btree ("actor_id","build_number");--> statement-breakpoint
CREATE INDEX "builds_of_actor" ON "builds" USING btree ("actor_id","started_at","id");--> statement-breakpoint
CREATE INDEX "builds_unfinished" ON "builds" USING btree ("status") WHERE "builds"."finished_at" IS NULL;--> statement-breakpoint
CREATE INDEX "run_uses_of_actor" ON "run_uses" USING btree ("account_id","actor_id","day");--> statement-breakpoint
CREATE INDEX "runs_token" ON "runs" USING btree ("token_digest") WHERE "runs"."token_digest" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_of_actor" ON "runs" USING btree ("account_id","actor_id","started_at","id");--> statement-breakpoint
CREATE INDEX "runs_below" ON "runs" USING gin ("ancestor_ids");--> statement-breakpoint
CREATE INDEX "runs_unfinished" ON "runs" USING btree ("started_at","id") WHERE "runs"."finished_at" IS NULL;--> statement-breakpoint
CREATE INDEX "resources_of_creator" ON "resources" USING btree ("created_by_run_id") WHERE "resources"."created_by_run_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "resources_of_run" ON "resources" USING btree ("run_id") WHERE "resources"."run_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_permissions" CHECK (cardinality("grants"."permissions") > 0 AND "grants"."permissions" <@ ARRAY['READ', 'WRITE', 'RUN', 'BUILD', 'VIEW_OWNER_RUNS', 'SHARE']);--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_created_by_run" CHECK (("resources"."created_by_run_id" IS NULL) = ("resources"."created_by_actor_id" IS NULL) AND ("resources"."created_by_run_id" IS NULL) = ("resources"."created_by_level" IS NULL));