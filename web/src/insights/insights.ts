/** Figures as the page shows them: periods, spans of time, shares, columns without gaps. Pure. */

import type { Count, Period } from '../api/insights';

export const PRESETS = ['today', 'week', 'month', 'quarter'] as const;
export type Preset = (typeof PRESETS)[number];

const DAYS: Record<Preset, number> = { today: 0, week: 6, month: 29, quarter: 89 };

/** Whole days of the reader's clock up to the end of today. */
export function periodOf(preset: Preset, now: Date): Period {
  const since = new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS[preset]);
  return { since: since.toISOString(), until: new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString() };
}

/** From the first day to the last, both included; null: they are no period. */
export function periodBetween(first: string, last: string): Period | null {
  const since = new Date(`${first}T00:00`);
  const end = new Date(`${last}T00:00`);
  if (Number.isNaN(since.getTime()) || Number.isNaN(end.getTime()) || end < since) return null;
  const until = new Date(end.getFullYear(), end.getMonth(), end.getDate() + 1);
  return until.getTime() - since.getTime() > 400 * 86_400_000 ? null : { since: since.toISOString(), until: until.toISOString() };
}

export type Unit = 'second' | 'minute' | 'hour' | 'day';

const LENGTHS: [Unit, number][] = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** The two greatest units of a time in seconds; of none at all, no seconds. */
export function spelled(seconds: number): { count: number; unit: Unit }[] {
  const whole = Math.round(seconds);
  const at = LENGTHS.findIndex(([, length]) => whole >= length);
  if (at < 0) return [{ count: 0, unit: 'second' }];
  const parts: { count: number; unit: Unit }[] = [];
  let left = whole;
  for (const [unit, length] of LENGTHS.slice(at, at + 2)) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push({ count, unit });
  }
  return parts;
}

/** The 24 hours of a day, those without anything too. */
export function everyHour(counts: readonly Count[]): Count[] {
  const found = new Map(counts.map(({ key, n }) => [key, n]));
  return Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')).map((key) => ({ key, n: found.get(key) ?? 0 }));
}

/** Every day from the first to the last of the period that has come, those without anything too. */
export function everyDay(counts: readonly Count[], period: Period, now: Date): Count[] {
  const found = new Map(counts.map(({ key, n }) => [key, n]));
  const days: Count[] = [];
  const end = Math.min(Date.parse(period.until), now.getTime());
  const day = new Date(period.since);
  for (; day.getTime() < end; day.setDate(day.getDate() + 1)) {
    const key = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
    days.push({ key, n: found.get(key) ?? 0 });
  }
  return days;
}

/** Sums of "channel/kind" by one of the two, the greatest first. */
export function summed(volume: readonly Count[], by: 'channel' | 'kind'): Count[] {
  const sums = new Map<string, number>();
  for (const { key, n } of volume) {
    const [channel = '', kind = ''] = key.split('/');
    const name = by === 'channel' ? channel : kind;
    sums.set(name, (sums.get(name) ?? 0) + n);
  }
  return ranked([...sums].map(([key, n]) => ({ key, n })));
}

export function ranked(counts: readonly Count[]): Count[] {
  return [...counts].sort((one, other) => other.n - one.n || one.key.localeCompare(other.key));
}

/** A top for an axis that reads well: 1, 2 or 5 times a power of ten, and never less than the greatest. */
export function topOf(greatest: number): number {
  if (greatest <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(greatest));
  return [1, 2, 4, 5, 10].map((times) => times * power).find((top) => top >= greatest) ?? greatest;
}
