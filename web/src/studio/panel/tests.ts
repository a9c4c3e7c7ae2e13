/** Verdicts by test. Pure. */

import type { Channel, Verdict } from '../../api/studio';

export interface Outcome {
  name: string;
  channels: Channel[];
  failures: Verdict[];
}

export function byTest(verdicts: readonly Verdict[]): Outcome[] {
  const found = new Map<string, Outcome>();
  for (const verdict of verdicts) {
    const outcome = found.get(verdict.test) ?? { name: verdict.test, channels: [], failures: [] };
    found.set(verdict.test, outcome);
    if (!outcome.channels.includes(verdict.channel)) outcome.channels.push(verdict.channel);
    if (verdict.problem !== null) outcome.failures.push(verdict);
  }
  return [...found.values()];
}
