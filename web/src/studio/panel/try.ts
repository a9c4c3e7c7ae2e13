/** What a simulation needs to know of a flow. Pure. */

import type { Model } from '../../api/studio';

const OURS = 'terms.';

/** The actions that somebody else does. */
export function outside(model: Model): string[] {
  return [...new Set(model.steps.flatMap((step) => step.actions))].filter((name) => !name.startsWith(OURS)).sort();
}
