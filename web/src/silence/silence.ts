/** What a silence is about, and how far the brand has come back from it. Pure. */

import type { SilenceShape } from '../api/silence';

export const LEVELS = ['marketing', 'all_but_critical', 'total'] as const;
export type Level = (typeof LEVELS)[number];

export const KINDS = ['brand', 'topic', 'channel'] as const;
export type Kind = (typeof KINDS)[number];

export const RAMPS = [0, 15, 30, 60, 240, 1440] as const;

/** `topic:offers` is a kind and a name. */
export function parted(scope: string): { kind: string; name: string } {
  const at = scope.indexOf(':');
  return at < 0 ? { kind: scope, name: '' } : { kind: scope.slice(0, at), name: scope.slice(at + 1) };
}

/** When it ended or ends, for the first customers; null: nobody has said. */
function endOf(one: SilenceShape): number | null {
  const ends = [one.lifted_at, one.until].flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  return ends.length ? Math.min(...ends) : null;
}

/** While the brand comes back: the share of the customers that is written to now, in hundredths; null: it holds for all. */
export function rampShare(one: SilenceShape, now: number): number | null {
  const end = endOf(one);
  if (end === null || now < end) return null;
  const gone = one.ramp_minutes > 0 ? (now - end) / (one.ramp_minutes * 60_000) : 1;
  return gone >= 1 ? 100 : gone >= 0.5 ? 50 : 10;
}
