/** What the context panel makes of what it is given. Pure. */

import type { Fact, Visit } from '../../api/desk';

export interface ShownFact {
  slot: string;
  value: string;
  /** The message in which it was told. */
  source: string | null;
}

/** Facts as words; what is empty is not a fact. A value with a name is shown by it. */
export function shownFacts(facts: readonly Fact[]): ShownFact[] {
  return facts.flatMap(({ slot, value, message_id }) => {
    const text = inWords(value);
    return text ? [{ slot: slot.replaceAll('_', ' '), value: text, source: message_id ?? null }] : [];
  });
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(inWords).filter(Boolean).join(', ');
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value) ?? '';
  const named = 'name' in value ? value.name : 'label' in value ? value.label : undefined;
  return typeof named === 'string' ? named : JSON.stringify(value);
}

/** A summary holds the last things said, with strokes between: each by itself. */
export function spoken(summary: string): string[] {
  return summary.split(' / ').filter(Boolean);
}

/** The customer's terms in the agent's language, or in whatever language there is. */
export function sentencesIn(sentences: Record<string, string[]>, language: string): string[] {
  return sentences[language] ?? Object.values(sentences)[0] ?? [];
}

/** "fr" as people call it. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export interface VisitStep {
  at: string;
  text: string;
  /** Null: it was a search. */
  url: string | null;
}

/** Pages and searches as they followed each other. */
export function steps({ pages, searches }: Visit): VisitStep[] {
  const all = [
    ...pages.map(({ url, title, at }) => ({ at, text: title || url, url })),
    ...searches.map(({ words, at }) => ({ at, text: words, url: null })),
  ];
  return all.sort((one, other) => one.at - other.at).map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
}
