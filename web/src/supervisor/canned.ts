/** A canned reply while it is written, and as it is kept. Pure. */

import type { Canned, MacroAct, NewCanned } from '../api/work';

/** What can be said in the form; acts of other kinds are kept as they are. */
export interface Form {
  shortcut: string;
  title: string;
  texts: Record<string, string>;
  tags: string;
  resolves: boolean;
}

export function formOf(one: Canned | null): Form {
  const acts = one?.acts ?? [];
  return {
    shortcut: one?.shortcut ?? '',
    title: one?.title ?? '',
    texts: one?.texts ?? {},
    tags: acts.flatMap((act) => (act.act === 'tag' ? (act.tags ?? []) : [])).join(', '),
    resolves: acts.some((act) => act.act === 'resolve'),
  };
}

/** Tags first, and to resolve last: what follows it would find nothing to be done with. */
export function kept(form: Form, before: Canned | null): NewCanned {
  const texts = Object.fromEntries(Object.entries(form.texts).filter(([, text]) => text.trim()));
  const tags = form.tags.split(',').map((tag) => tag.trim()).filter(Boolean);
  const others = (before?.acts ?? []).filter((act) => act.act !== 'tag' && act.act !== 'resolve');
  const tagging: MacroAct[] = tags.length > 0 ? [{ act: 'tag', tags }] : [];
  const resolving: MacroAct[] = form.resolves ? [{ act: 'resolve' }] : [];
  return { shortcut: form.shortcut.trim(), title: form.title.trim(), texts, acts: [...tagging, ...others, ...resolving], team: before?.team ?? null };
}

const SHORTCUT = /^[\p{L}\p{N}_-]{1,40}$/u;

/** Is there enough of it to be kept? */
export function isWhole(form: Form): boolean {
  return SHORTCUT.test(form.shortcut.trim()) && form.title.trim() !== '' && Object.values(form.texts).some((text) => text.trim());
}
