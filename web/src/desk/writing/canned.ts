/** Canned replies: which are meant, and their words with names put in. Pure. */

import type { Canned } from '../../api/work';

const MOST = 7;

/** Those whose shortcut or title has the query, shortcuts that begin with it first. */
export function meant(canned: readonly Canned[], query: string): Canned[] {
  const wanted = query.toLowerCase();
  const rank = (one: Canned) => (one.shortcut.toLowerCase().startsWith(wanted) ? 0 : 1);
  const fits = (one: Canned) => one.shortcut.toLowerCase().includes(wanted) || one.title.toLowerCase().includes(wanted);
  return canned.filter(fits).toSorted((a, b) => rank(a) - rank(b) || a.shortcut.localeCompare(b.shortcut)).slice(0, MOST);
}

/** In the customer's language, else the agent's, else whatever there is. */
export function textFor(one: Canned, languages: readonly (string | null | undefined)[]): string {
  const texts = one.texts ?? {};
  return languages.map((language) => texts[language ?? '']).find(Boolean) ?? Object.values(texts)[0] ?? '';
}

/** `{name}`, `{agent}` and `{brand}` by what they stand for; a customer without a name leaves no hole. */
export function filled(text: string, names: { name: string | null; agent: string; brand: string }): string {
  const known: Record<string, string | null> = names;
  return text
    .replaceAll(/\s*\{(name|agent|brand)\}/g, (found, key: string) => (known[key] ? found.replace(`{${key}}`, known[key]) : ''))
    .trimStart();
}
