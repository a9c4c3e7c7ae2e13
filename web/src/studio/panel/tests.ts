/** Verdicts by test. Pure. */

import type { Channel, Verdict } from '../../api/studio';

/** One thing that went otherwise, and where. */
interface Failure {
  problem: string;
  line: number;
  channels: Channel[];
  /** Only with webhooks twice and out of order. */
  onlyFaults: boolean;
}

export interface Outcome {
  name: string;
  channels: Channel[];
  failures: Failure[];
}

export function byTest(verdicts: readonly Verdict[]): Outcome[] {
  const found = new Map<string, Outcome>();
  for (const verdict of verdicts) {
    const outcome = found.get(verdict.test) ?? { name: verdict.test, channels: [], failures: [] };
    found.set(verdict.test, outcome);
    if (!outcome.channels.includes(verdict.channel)) outcome.channels.push(verdict.channel);
    if (verdict.problem !== null) count(outcome.failures, verdict, verdict.problem);
  }
  return [...found.values()];
}

function count(failures: Failure[], { line, channel, faults }: Verdict, problem: string): void {
  const known = failures.find((one) => one.problem === problem && one.line === line);
  if (!known) failures.push({ problem, line, channels: [channel], onlyFaults: faults });
  else {
    if (!known.channels.includes(channel)) known.channels.push(channel);
    known.onlyFaults &&= faults;
  }
}
