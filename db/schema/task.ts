/** Tasks: an Actor with an input and options, saved to be run again. */
import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Scope } from '../../lib/authorization/types.ts';
import { id, instant } from './columns.ts';
import { resources } from './resource.ts';

/** What a run of the task gets where its start names nothing else. Source: the official description, `TaskOptions`. */
export interface TaskOptions {
  build?: string | null;
  timeoutSecs?: number | null;
  memoryMbytes?: number | null;
  maxItems?: number | null;
  maxTotalChargeUsd?: number | null;
  restartOnError?: boolean | null;
}

export const tasks = pgTable(
  'tasks',
  {
    id: id('id')
      .primaryKey()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** Without a reference: its maker may delete the Actor, the task stays and says so. */
    actorId: id('actor_id').notNull(),
    title: text('title'),
    description: text('description'),
    /** A JSON object, as it was written; null for none. */
    input: text('input'),
    /** Who wrote the input, where that was not the owner with all rights: what it names gives a run no more than they have. */
    inputBy: jsonb('input_by').$type<{ accountId: string; scope: Scope | null }>(),
    options: jsonb('options').$type<TaskOptions>().notNull().default({}),
    totalRuns: bigint('total_runs', { mode: 'number' }).notNull().default(0),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (table) => [index('tasks_of_actor').on(table.actorId)],
);
