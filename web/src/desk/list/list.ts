/** The list of conversations: what a row says, and where one goes from here. Pure. */

import { VIEWS, type ListPage, type ListRow, type View } from '../../api/desk';

export function isView(text: string | undefined): text is View {
  return VIEWS.some((view) => view === text);
}

/** Pages as one list: a row that moved while paging is shown once. */
export function rowsOf(pages: readonly ListPage[]): ListRow[] {
  return [...new Map(pages.flatMap((page) => page.items).map((row) => [row.conversation_id, row])).values()];
}

export function nameOf(customer: { name: string | null }, address: string | null): string {
  return customer.name ?? address ?? '?';
}

/** The first letters of a name, for where there is no room; none of a number. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase();
}

/** Does somebody of ours owe this customer an answer? A notice of the system is none. */
export function awaits(row: ListRow): boolean {
  return row.case_id !== null && (row.needs_answer || row.owner.kind === 'queue' || row.owner.kind === 'offer');
}

export interface Due {
  late: boolean;
  minutes: number;
  near: boolean;
  /** So far away, on another day, that the hour says more than the time until then: people go home meanwhile. */
  far: boolean;
}

const NEAR = 10; // minutes
const FAR = 6 * 60;

/** How long a person has until somebody must have answered. */
export function due(dueAt: string | null, now: number): Due | null {
  if (dueAt === null) return null;
  const left = Date.parse(dueAt) - now;
  const minutes = Math.floor(Math.abs(left) / 60_000);
  const another = new Date(dueAt).toDateString() !== new Date(now).toDateString();
  return { late: left < 0, minutes, near: left >= 0 && minutes < NEAR, far: left >= 0 && minutes >= FAR && another };
}

/** A time in words as short as it can be: minutes, hours, days. */
export function span(minutes: number): { count: number; unit: 'minute' | 'hour' | 'day' } {
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  if (minutes < 48 * 60) return { count: Math.floor(minutes / 60), unit: 'hour' };
  return { count: Math.floor(minutes / 60 / 24), unit: 'day' };
}

/** The conversation `step` rows away; at the ends it stays, from nowhere it begins. */
export function neighbour(rows: readonly ListRow[], current: string | undefined, step: 1 | -1): string | undefined {
  const at = rows.findIndex((row) => row.conversation_id === current);
  if (at < 0) return rows[0]?.conversation_id;
  return rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.conversation_id;
}
