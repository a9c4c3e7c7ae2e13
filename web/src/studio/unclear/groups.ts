/** What was not understood, in groups: which hold the words somebody looks for. Pure. */

import type { Group } from '../../api/knowledge';
import { folded } from '../list/flows';

/** What a group is made into. */
export type Becomes = 'answer' | 'example' | 'flow';

/** The wording that stands for the others. */
export const gist = (group: Group): string => group.examples[0] ?? '';

export function found(groups: readonly Group[], words: string): Group[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  return groups.filter((group) => {
    const text = folded(group.examples.join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

/** How many messages they are together. */
export const said = (groups: readonly Group[]): number => groups.reduce((sum, group) => sum + group.count, 0);
