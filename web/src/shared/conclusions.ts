/** What may come of a case, in the brand's own words. Pure. */

import type { Session } from '../api/desk';

const OTHER = 'other';

/** Those that the brand named, and "other" last; nothing where it named none. */
export function conclusionsOf({ conclusions }: Pick<Session, 'conclusions'>, language: string, other: string): { id: string; name: string }[] {
  const named = Object.entries(conclusions).map(([id, texts]) => ({ id, name: texts[language] ?? Object.values(texts)[0] ?? id }));
  return named.length > 0 ? [...named, { id: OTHER, name: other }] : [];
}

/** The name of one; of one that is named no more, its own word. */
export function conclusionOf(session: Pick<Session, 'conclusions'>, id: string, language: string, other: string): string {
  return conclusionsOf(session, language, other).find((one) => one.id === id)?.name ?? (id === OTHER ? other : id.replaceAll('_', ' '));
}
