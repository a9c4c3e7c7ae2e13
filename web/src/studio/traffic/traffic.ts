/** Real conversations on a flow: how many came to each step, by which way they left, how many are still there. Pure. */

import type { Traffic } from '../../api/studio';
import type { Box, Row } from '../canvas/graph';

type Place = Traffic['steps'][number];

export interface Counts {
  conversations: number;
  since: string;
  steps: ReadonlyMap<string, Place>;
  /** By "source>to". */
  ways: ReadonlyMap<string, number>;
}

export function countsOf({ conversations, since, steps, ways }: Traffic): Counts {
  return {
    conversations, since,
    steps: new Map(steps.map((one) => [one.step, one])),
    ways: new Map(ways.map((one) => [`${one.source}>${one.to}`, one.count])),
  };
}

/** Where conversations went from a step, the most travelled first. */
export function onwards(counts: Counts, step: string): { to: string; count: number }[] {
  const own = [...counts.ways].filter(([way]) => way.startsWith(`${step}>`));
  return own.map(([way, count]) => ({ to: way.slice(step.length + 1), count })).sort((one, other) => other.count - one.count);
}

/** Of one row of a box. What is known is where somebody went: null where another way of the step leads there too, and
 * for what customers may do besides (ask for a person, say nothing). */
export function onRow(counts: Counts, box: Box, row: Row): number | null {
  if (!counts.steps.has(box.id) || row.why === 'unclear' || row.why === 'silence') return null;
  const to = row.to ?? box.next;
  const foot = box.falls && row.to !== null && box.next === to ? 1 : 0;
  const leading = box.rows.filter((one) => (one.to ?? box.next) === to).length;
  return to !== null && leading + foot === 1 ? (counts.ways.get(`${box.id}>${to}`) ?? 0) : null;
}

/** Of the way at the foot of a box. */
export function onFoot(counts: Counts, box: Box): number | null {
  if (!box.falls || box.next === null || !counts.steps.has(box.id)) return null;
  return counts.ways.get(`${box.id}>${box.next}`) ?? 0;
}

export const percent = (part: number, whole: number): number => (whole > 0 ? Math.round((100 * part) / whole) : 0);
