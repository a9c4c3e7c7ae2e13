/** Two drafts that began with the same text, step by step: what only one changed, and what both did. Pure. */

import type { Edit, Model, Step, Values } from '../../api/studio';
import { set } from '../flow/edits';
import { changes } from '../flow/steps';
import { same } from '../flow/values';

/** What became of one step, or of the head of the flow where `step` is ''. Null: it is not there. */
export interface Change {
  step: string;
  base: Values | null;
  mine: Values | null;
  theirs: Values | null;
  who: 'mine' | 'theirs' | 'both';
}

export function compared(base: Model, mine: Model, theirs: Model): Change[] {
  const [old, here, there] = [base, mine, theirs].map(byId);
  const ids = new Set([...theirs.steps, ...mine.steps, ...base.steps].map((step) => step.id));
  return ['', ...ids].flatMap((step) => {
    const change = { step, base: old?.get(step) ?? null, mine: here?.get(step) ?? null, theirs: there?.get(step) ?? null };
    const [byMe, byThem] = [!same(change.mine, change.base), !same(change.theirs, change.base)];
    if ((!byMe && !byThem) || same(change.mine, change.theirs)) return [];
    return [{ ...change, who: byMe && byThem ? 'both' : byMe ? 'mine' : 'theirs' } satisfies Change];
  });
}

function byId(model: Model): Map<string, Values> {
  return new Map([['', model.head], ...model.steps.map((step): [string, Values] => [step.id, step.values])]);
}

/** What to do to their text to have mine in it, of the steps that are named. */
export function mineInto(list: readonly Change[], chosen: ReadonlySet<string>, mine: Model, theirs: Model): Edit[] {
  const wanted = list.filter((change) => chosen.has(change.step));
  const edits: Edit[] = [];
  for (const change of wanted) {
    if (change.mine && change.theirs) edits.push(set(change.step, changes(change.theirs, change.mine)));
    if (!change.mine && change.theirs && change.step) edits.push({ op: 'remove', step: change.step });
  }
  const there = new Set(theirs.steps.map((step) => step.id));
  mine.steps.forEach((step: Step, at) => {
    const isNew = wanted.some((change) => change.step === step.id && !change.theirs);
    if (!isNew) return;
    const before = mine.steps.slice(0, at).findLast((one) => there.has(one.id));
    edits.push({ op: 'add', after: before?.id ?? null, values: step.values });
    there.add(step.id);
  });
  return edits;
}
