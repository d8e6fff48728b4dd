/**
 * What starts an Actor ($1) by itself, directly or by one of its tasks: `starters (kind, id, account_id)`. `schedules.actions` is searched by
 * its index, once for the Actor and once for each task.
 */
export const STARTERS = `
  tasks_of AS (SELECT t.id, r.owner_id FROM tasks t JOIN resources r ON r.id = t.id WHERE t.actor_id = $1),
  targets AS (
    SELECT jsonb_build_array(jsonb_build_object('actorId', $1::text)) AS action
    UNION ALL SELECT jsonb_build_array(jsonb_build_object('actorTaskId', id)) FROM tasks_of
  ),
  starters AS (
    SELECT DISTINCT 'schedule' AS kind, s.id, s.account_id FROM targets JOIN schedules s ON s.actions @> targets.action WHERE s.is_enabled
    UNION ALL
    SELECT 'webhook', w.id, w.account_id FROM webhooks w WHERE w.starts_actor_id = $1 AND w.is_enabled
    UNION ALL
    SELECT 'webhook', w.id, w.account_id FROM tasks_of t JOIN webhooks w ON w.starts_task_id = t.id WHERE w.is_enabled
  )`;
