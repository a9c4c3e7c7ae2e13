/** What channels show otherwise, step by step. Pure. */

import type { Channel, Degraded } from '../../api/studio';

export interface Group {
  step: string;
  channel: Channel;
  lost: Degraded[];
}

export function byStep(degradations: readonly Degraded[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of degradations) {
    const key = `${one.step}/${one.channel}`;
    const group = groups.get(key) ?? { step: one.step, channel: one.channel, lost: [] };
    groups.set(key, group);
    group.lost.push(one);
  }
  return [...groups.values()];
}
