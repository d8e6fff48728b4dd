/** Schedules as the API shows them. Source: the official description, `Schedule`, `ScheduleShort` and `ScheduleInvoked`. */
import type { Authorized } from '../authorization/authorize.ts';
import type { LogLine, ScheduleAction, ScheduleRow } from './queries.ts';

interface ScheduleBase {
  id: string;
  userId: string;
  name: string;
  cronExpression: string;
  timezone: string;
  isEnabled: boolean;
  isExclusive: boolean;
  createdAt: Date;
  modifiedAt: Date;
  nextRunAt: Date | null;
  lastRunAt: Date | null;
}

export interface ScheduleView extends ScheduleBase {
  title: string | null;
  description: string | null;
  notifications: { email: boolean };
  actions: ScheduleAction[];
}

export const scheduleView = (
  { row }: Authorized<'schedule', 'read'>,
  { cronExpression, timezone, isEnabled, isExclusive, modifiedAt, nextRunAt, lastRunAt, ...schedule }: ScheduleRow,
): ScheduleView => ({
  ...{
    id: row.id,
    userId: row.ownerId,
    name: row.name ?? '',
    title: schedule.title,
    description: schedule.description,
  },
  ...{ cronExpression, timezone, isEnabled, isExclusive },
  notifications: { email: schedule.notifiesByEmail },
  actions: schedule.actions,
  ...{ createdAt: row.createdAt, modifiedAt, nextRunAt, lastRunAt },
});

export interface ScheduleShortView extends ScheduleBase {
  actions: Pick<ScheduleAction, 'id' | 'type'>[];
}

export interface ScheduleLogView {
  message: string;
  level: LogLine['level'];
  createdAt: Date;
}

export const logView = ({ message, level, createdAt }: LogLine): ScheduleLogView => ({ message, level, createdAt });
