/** Answers to questions: found, written in a form, and read back from it. Pure. */

import type { Item } from '../../api/knowledge';
import { folded } from '../list/flows';

/** An item as it is written: questions stand one a line. */
export interface Written {
  id: string;
  title: Record<string, string>;
  questions: Record<string, string>;
  answer: Record<string, string>;
  from: string;
  to: string;
}

export const EMPTY: Written = { id: '', title: {}, questions: {}, answer: {}, from: '', to: '' };

export function written(item: Item): Written {
  const questions: Record<string, string> = {};
  for (const [language, list] of Object.entries(item.questions)) questions[language] = list.join('\n');
  return { ...item, questions, from: item.from ?? '', to: item.to ?? '' };
}

export const lines = (text: string | undefined): string[] => [...new Set((text ?? '').split('\n').map((line) => line.trim()).filter(Boolean))];

export function itemOf({ id, title, questions, answer, from, to }: Written): Item {
  const asked = Object.entries(questions).map(([language, text]) => [language, lines(text)] as const).filter(([, list]) => list.length > 0);
  return { id, title: trimmed(title), questions: Object.fromEntries(asked), answer: trimmed(answer), ...(from && { from }), ...(to && { to }) };
}

function trimmed(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([language, text]): [string, string] => [language, text.trim()]).filter(([, text]) => text !== ''));
}

/** With one more question. */
export function asking(item: Written, language: string, question: string): Written {
  const list = [...lines(item.questions[language]), question];
  return { ...item, questions: { ...item.questions, [language]: lines(list.join('\n')).join('\n') } };
}

export type Lack = 'title' | 'answer' | 'questions' | 'days';

/** What it still needs before it can answer. */
export function lacks({ title, questions, answer, from, to }: Written, languages: readonly string[]): Lack[] {
  const found: Lack[] = [];
  if (languages.some((language) => !title[language]?.trim())) found.push('title');
  if (!Object.values(questions).some((text) => lines(text).length > 0)) found.push('questions');
  if (languages.some((language) => !answer[language]?.trim())) found.push('answer');
  if (from && to && to < from) found.push('days');
  return found;
}

/** A name made of a title, that none of `taken` has. */
export function nameFor(title: string, taken: readonly string[]): string {
  const plain = folded(title).replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 56) || 'answer';
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? plain : `${plain}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** Those that hold all of these words, in whatever language. */
export function found(items: readonly Item[], words: string): Item[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    const text = folded([item.id, ...Object.values(item.title), ...Object.values(item.questions).flat(), ...Object.values(item.answer)].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

/** `today` as 2026-11-30. */
export function standing({ from, to }: Item, today: string): 'always' | 'later' | 'now' | 'over' {
  if (!from && !to) return 'always';
  if (from && today < from) return 'later';
  return to && today > to ? 'over' : 'now';
}
