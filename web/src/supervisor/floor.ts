/** The floor as the page tells it: how long, why nobody, how many. Pure. */

import type { Floor, Queue, Waiting } from '../api/floor';

export interface Spell {
  count: number;
  unit: 'minute' | 'hour' | 'day';
}

/** A time in words as short as it can be; null: less than a minute. */
export function spell(from: string | null, to: number): Spell | null {
  const minutes = from === null ? 0 : Math.floor(Math.abs(to - Date.parse(from)) / 60_000);
  if (minutes < 1) return null;
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  if (minutes < 48 * 60) return { count: Math.floor(minutes / 60), unit: 'hour' };
  return { count: Math.floor(minutes / 60 / 24), unit: 'day' };
}

export type Why =
  | { kind: 'offered'; to: string }
  | { kind: 'nobody' }
  | { kind: 'placing' }
  /** Everybody lacks the same. */
  | { kind: 'all'; lack: string }
  | { kind: 'each'; lacks: { name: string; lack: string }[] };

/** Why a case that waits is nobody's, as the router has it. */
export function whyNot(one: Waiting, floor: Floor): Why {
  const names = new Map(floor.agents.map((agent) => [agent.id, agent.name]));
  if (one.owner === 'offer') return { kind: 'offered', to: names.get(one.owner_id ?? '') ?? '?' };
  if (!floor.agents.some((agent) => agent.status !== null)) return { kind: 'nobody' };
  const lacks = Object.entries(one.why_not).map(([id, lack]) => ({ name: names.get(id) ?? '?', lack }));
  const first = lacks[0];
  if (first === undefined) return { kind: 'placing' };
  if (lacks.length > 1 && lacks.every(({ lack }) => lack === first.lack)) return { kind: 'all', lack: first.lack };
  return { kind: 'each', lacks };
}

/** Who could have this case now: they lack nothing. */
export function couldTake(one: Waiting | undefined, agentId: string, floor: Floor): boolean {
  const agent = floor.agents.find(({ id }) => id === agentId);
  if (agent?.status !== 'available') return false;
  return one ? !(agentId in one.why_not) : agent.load < agent.capacity;
}

/** Do its people ever go home? */
export function hasHours({ is_open, until }: Queue): boolean {
  return !is_open || until !== null;
}

export interface Counted {
  waiting: number;
  late: number;
  oldest: string | null;
  available: number;
  busy: number;
  away: number;
}

export function counted(floor: Floor): Counted {
  const on = (...statuses: string[]) => floor.agents.filter(({ status }) => status !== null && statuses.includes(status)).length;
  const since = floor.waiting.flatMap(({ queued_at }) => (queued_at === null ? [] : [queued_at])).sort();
  return {
    waiting: floor.waiting.length,
    late: floor.waiting.filter(({ late }) => late).length,
    oldest: since[0] ?? null,
    available: on('available'),
    busy: on('busy'),
    away: floor.agents.length - on('available', 'busy'),
  };
}
