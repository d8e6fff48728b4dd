/** Cadences that need no cron expression to be written. Pure, for the browser. */

export type Preset =
  | { kind: 'hour'; minute: number }
  | { kind: 'day'; time: string }
  | { kind: 'week'; weekday: number; time: string }
  | { kind: 'month'; day: number; time: string };
export type PresetKind = Preset['kind'];

export const PRESET_WORDS: Record<PresetKind | 'custom', string> = {
  hour: 'Every hour',
  day: 'Every day',
  week: 'Every week',
  month: 'Every month',
  custom: 'Custom',
};

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const USUAL_TIME = '09:00';

export function cronOf(preset: Preset): string {
  if (preset.kind === 'hour') return `${preset.minute} * * * *`;
  const [hour = '9', minute = '0'] = preset.time.split(':');
  const at = `${Number(minute)} ${Number(hour)}`;
  switch (preset.kind) {
    case 'day':
      return `${at} * * *`;
    case 'week':
      return `${at} * * ${preset.weekday}`;
    case 'month':
      return `${at} ${preset.day} * *`;
  }
}

/** The preset that an expression is; null for any other. */
export function presetOf(cron: string): Preset | null {
  const [minute = '', hour = '', day = '', month, weekday = '', ...more] = cron.trim().split(/\s+/);
  if (more.length > 0 || month !== '*' || !isNumber(minute, 59)) return null;
  if (hour === '*') return day === '*' && weekday === '*' ? { kind: 'hour', minute: Number(minute) } : null;
  if (!isNumber(hour, 23)) return null;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return { kind: 'day', time };
  if (day === '*' && isNumber(weekday, 6)) return { kind: 'week', weekday: Number(weekday), time };
  if (weekday === '*' && isNumber(day, 31) && Number(day) > 0) return { kind: 'month', day: Number(day), time };
  return null;
}

const isNumber = (text: string, max: number) => /^\d{1,2}$/.test(text) && Number(text) <= max;

/** What a preset begins with, keeping the time of the one before. */
export function presetFrom(kind: PresetKind, before: Preset | null): Preset {
  const time = before && before.kind !== 'hour' ? before.time : USUAL_TIME;
  switch (kind) {
    case 'hour':
      return { kind, minute: 0 };
    case 'day':
      return { kind, time };
    case 'week':
      return { kind, weekday: 1, time };
    case 'month':
      return { kind, day: 1, time };
  }
}
