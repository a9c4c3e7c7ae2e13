/** The list of flows: what state each is in, and which have the words somebody looks for. Pure. */

import type { Summary } from '../../api/studio';

export const STATES = ['problems', 'draft', 'new', 'published'] as const;
export type State = (typeof STATES)[number];

/** The one that matters most. */
export function stateOf(flow: Summary): State {
  if (flow.draft && flow.draft.problems > 0) return 'problems';
  if (flow.draft) return flow.version === null ? 'new' : 'draft';
  return 'published';
}

export function lastChange(flow: Summary): { at: string; author: string } | null {
  return flow.draft ?? flow.release;
}

export function found(flows: readonly Summary[], words: string): Summary[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  return flows.filter((flow) => {
    const text = folded([flow.name, ...Object.values(flow.title)].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

/** Without accents and capitals. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The text of a flow that says one thing. `examples`, by language, are what customers say to begin it. */
export function beginning(name: string, titles: Record<string, string>, examples: Record<string, string[]> = {}): string {
  const quoted = (by: Record<string, string>) => Object.entries(by).map(([language, text]) => `${language}: ${JSON.stringify(text)}`).join(', ');
  const empty = quoted(Object.fromEntries(Object.keys(titles).map((language) => [language, ''])));
  const said = Object.entries(examples).map(([language, list]) => `    ${language}: ${JSON.stringify(list)}\n`).join('');
  return `flow: ${name}\ntitle: {${quoted(titles)}}\n${said && `start:\n  examples:\n${said}`}steps:\n  - id: say\n    say: {${empty}}\n`;
}
