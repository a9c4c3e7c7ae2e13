/** Hours as they are written on the page: periods by day of the week, and days on which nobody answers. Pure. */

import type { ClosedDay, TeamHours, Window } from '../api/hours';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY = 1_440; // minutes
const LEAPS = 9; // years, among which one has a February 29

/** Times as somebody wrote them; 24:00 is the end of the day. */
export interface Period {
  from: string;
  to: string;
}

export type Week = readonly (readonly Period[])[]; // Monday first

/** The periods of each day; null: always open. */
export function weekOf(windows: readonly Window[] | null): Week {
  const given: readonly Window[] = windows ?? [{ from: '00:00', to: '24:00' }];
  return DAYS.map((day) =>
    given
      .filter(({ days }) => !days || days.includes(day))
      .map(({ from, to }) => ({ from, to }))
      .toSorted((one, other) => one.from.localeCompare(other.from)),
  );
}

/** The same as it is kept: days that share a period are one window. */
export function windowsOf(week: Week): Window[] {
  const found = new Map<string, Required<Window>>();
  DAYS.forEach((day, at) =>
    week[at]?.forEach((period) => {
      const { from, to } = tidy(period);
      const known = found.get(`${from} ${to}`) ?? { from, to, days: [] };
      found.set(`${from} ${to}`, { ...known, days: [...known.days, day] });
    }),
  );
  return [...found.values()];
}

/** A time as people write it (9, 9h30, 930, 9:30) as "09:30"; null: it is none. */
export function clockOf(text: string): string | null {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})(?:\s*[:.h]\s*(\d\d)?)?$/i.exec(text.trim().replace(/^(\d{1,2})(\d\d)$/, '$1:$2')) ?? [];
  if (hours === '' || Number(minutes) > 59) return null;
  return Number(hours) < 24 || (hours === '24' && minutes === '00') ? `${hours.padStart(2, '0')}:${minutes}` : null;
}

/** Its times as they are kept, where they can be read. An end at 0:00 is that of the day. */
export function tidy({ from, to }: Period): Period {
  const [opens, closes] = [clockOf(from) ?? from, clockOf(to) ?? to];
  return { from: opens, to: closes === '00:00' && opens !== '00:00' ? '24:00' : closes };
}

/** It ends on the day after. */
export function isOvernight(period: Period): boolean {
  const { from, to } = tidy(period);
  return clockOf(from) !== null && clockOf(to) !== null && to < from;
}

export type Wrong = 'unfinished' | 'empty' | 'overlap';

/** What is wrong with each day; null: nothing. */
export function wrongs(week: Week): (Wrong | null)[] {
  const overlapping = overlaps(week);
  return week.map((periods, at) => {
    if (!periods.every(isRead)) return 'unfinished';
    if (periods.map(tidy).some(({ from, to }) => from === to || from === '24:00')) return 'empty';
    return overlapping.has(at) ? 'overlap' : null;
  });
}

/** The days on which two periods share a minute; the night of a day may reach into the next one. */
function overlaps(week: Week): Set<number> {
  const spans = week.flatMap((periods, at) => periods.filter(isRead).flatMap((one) => spansOf(tidy(one), at)));
  const found = new Set<number>();
  for (const [number, one] of spans.entries())
    for (const other of spans.slice(number + 1))
      if (one.day === other.day && one.from < other.to && other.from < one.to) found.add(one.day);
  return found;
}

function isRead({ from, to }: Period): boolean {
  return clockOf(from) !== null && clockOf(to) !== null;
}

function spansOf(period: Period, day: number): { day: number; from: number; to: number }[] {
  const [from, to] = [minutes(period.from), minutes(period.to)];
  if (from < to) return [{ day, from, to }];
  return [{ day, from, to: DAY }, { day: (day + 1) % DAYS.length, from: 0, to }];
}

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

export function isNever(week: Week): boolean {
  return week.every((periods) => periods.length === 0);
}

export interface Run {
  /** The first and the last day of days in a row that have the same periods. */
  first: number;
  last: number;
  periods: readonly Period[];
}

/** A week in as few lines as it takes. */
export function runs(week: Week): Run[] {
  const found: Run[] = [];
  week.forEach((periods, at) => {
    const before = found.at(-1);
    if (before && same(before.periods, periods)) before.last = at;
    else found.push({ first: at, last: at, periods });
  });
  return found;
}

function same(some: readonly Period[], others: readonly Period[]): boolean {
  return some.length === others.length && some.every(({ from, to }, at) => from === others[at]?.from && to === others[at].to);
}

/** Is nobody ever away? */
export function isAlways(week: Week): boolean {
  return week.every(([one, ...more]) => more.length === 0 && one?.from === '00:00' && one.to === '24:00');
}

/** A new period of a day: after those that there are, else the usual one. */
export function another(periods: readonly Period[]): Period {
  return periods.length === 0 ? { from: '09:00', to: '18:00' } : { from: '', to: '' };
}

/** A day as it is kept: once, or every year. */
export function dayOf(date: string, yearly: boolean): string {
  return yearly ? date.slice(5) : date;
}

export function isYearly(day: string): boolean {
  return !/^\d{4}-/.test(day);
}

/** The days with the date on which each comes next, in that order; null: over, or of a year that nobody has computed here. */
export function coming(days: readonly string[], known: readonly ClosedDay[], today: string): ClosedDay[] {
  const next = (day: string) => known.find((one) => one.day === day)?.next ?? nextOf(day, today);
  return days.map((day) => ({ day, next: next(day) })).toSorted((one, other) => (one.next ?? '9').localeCompare(other.next ?? '9'));
}

function nextOf(day: string, today: string): string | null {
  if (!isYearly(day)) return day >= today ? day : null;
  if (!/^\d\d-\d\d$/.test(day)) return null;
  const year = Number(today.slice(0, 4));
  const dates = Array.from({ length: LEAPS }, (_, at) => `${year + at}-${day}`);
  return dates.find((one) => one >= today && isDate(one)) ?? null;
}

/** February has no 29th in most years. */
function isDate(date: string): boolean {
  const [year, month, day] = date.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).toISOString().startsWith(date);
}

/** What was said of a team, or of the brand, as a form begins with it. */
export interface Draft {
  own: boolean;
  week: Week;
  /** Empty: the brand's. */
  zone: string;
  /** Null: the brand's. */
  closed: readonly string[] | null;
}

export function hoursOf({ own, week, zone, closed }: Draft): TeamHours | null {
  return own ? { windows: windowsOf(week), zone: zone || null, closed: closed === null ? null : [...closed] } : null;
}
