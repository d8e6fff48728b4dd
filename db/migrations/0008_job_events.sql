-- What happens to runs and builds, for the webhooks that wait for it. Triggers, because a status changes in many statements, and one that
-- forgot to tell would be a webhook that never comes. They look at the end of the transaction, when webhooks made with the run are there too.
CREATE FUNCTION note_job_event(account text, resource text, event text, actor text, task text, run text) RETURNS void LANGUAGE sql AS $$
  WITH noted AS (
    INSERT INTO job_events (account_id, resource_id, event_type)
    SELECT account, resource, event
    WHERE EXISTS (
      SELECT 1 FROM webhooks w
      WHERE w.account_id = account AND w.is_enabled AND event = ANY (w.event_types)
        AND CASE
          WHEN w.run_id IS NOT NULL THEN w.run_id = run
          WHEN w.task_id IS NOT NULL THEN w.task_id = task
          ELSE w.actor_id = actor
        END
    )
    RETURNING sequence
  )
  SELECT pg_notify('gatehouse_job_event', '') FROM noted;
$$;--> statement-breakpoint
CREATE FUNCTION note_run_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE event text := CASE
  WHEN TG_OP = 'INSERT' THEN 'ACTOR.RUN.CREATED'
  WHEN NEW.resurrect_count > OLD.resurrect_count THEN 'ACTOR.RUN.RESURRECTED'
  ELSE 'ACTOR.RUN.' || replace(NEW.status, '-', '_')
END;
BEGIN
  PERFORM note_job_event(NEW.account_id, NEW.id, event, NEW.actor_id, NEW.task_id, NEW.id);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION note_build_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE event text := CASE WHEN TG_OP = 'INSERT' THEN 'ACTOR.BUILD.CREATED' ELSE 'ACTOR.BUILD.' || replace(NEW.status, '-', '_') END;
BEGIN
  PERFORM note_job_event(r.owner_id, NEW.id, event, NEW.actor_id, NULL, NULL) FROM resources r WHERE r.id = NEW.id;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER runs_created AFTER INSERT ON runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_run_event();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER runs_changed AFTER UPDATE ON runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL) OR NEW.resurrect_count > OLD.resurrect_count) EXECUTE FUNCTION note_run_event();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER builds_created AFTER INSERT ON builds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_build_event();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER builds_changed AFTER UPDATE ON builds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL) EXECUTE FUNCTION note_build_event();--> statement-breakpoint
-- Tells whoever sends mail that there is something new, whichever statement wrote it.
CREATE FUNCTION note_notification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gatehouse_notification', '');
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER notifications_noted AFTER INSERT OR UPDATE OF last_at ON notifications FOR EACH STATEMENT EXECUTE FUNCTION note_notification();
