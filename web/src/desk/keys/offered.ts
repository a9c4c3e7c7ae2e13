/** What can be done right now, by a key or by its name: each part of the page offers what it can, for as long as it is there. */

import { isCommand, type Command } from './keys';

/** Does it; false: not this time, and whoever else offers it may. */
export type Does = () => false | void;

/** Null: nobody may do it now. Without: it is left to others. */
export type Acts = Partial<Record<Command, Does | null>>;

/** What has a name and no key: a page to go to, a canned reply. */
export interface Named {
  id: string;
  title: string;
  detail: string;
  run: () => void;
}

export interface Offer {
  acts: Acts;
  named: readonly Named[];
}

const offers = new Set<() => Offer>();

/** Until the function it returns is called. */
export function offer(now: () => Offer): () => void {
  offers.add(now);
  return () => offers.delete(now);
}

/** The commands that would do something now. */
export function possible(): Command[] {
  const first = new Map<string, Does | null>();
  for (const now of offers) for (const [command, act] of Object.entries(now().acts)) if (!first.has(command)) first.set(command, act);
  return [...first].flatMap(([command, act]) => (act && isCommand(command) ? [command] : []));
}

export function named(): Named[] {
  return [...offers].flatMap((now) => now().named);
}

/** Asked anew, for what was possible a moment ago may not be. */
export function perform(command: Command): void {
  for (const now of offers) {
    const act = now().acts[command];
    if (act === null || (act && act() !== false)) return;
  }
}
