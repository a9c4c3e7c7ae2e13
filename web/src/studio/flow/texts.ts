/** Texts by language, as flows write them: one for all, or one each. Pure. */

import type { Value, Values } from '../../api/studio';
import { isRecord, written } from './values';

export type Texts = { all: string } | { by: Record<string, string> };

export function textsOf(value: Value | undefined): Texts {
  if (!isRecord(value)) return value === undefined || value === null ? { by: {} } : { all: written(value) };
  return { by: Object.fromEntries(Object.entries(value).map(([language, text]) => [language, written(text)])) };
}

/** In that language, else in the first there is. */
export function textIn(value: Value | undefined, language: string): string {
  const texts = textsOf(value);
  if ('all' in texts) return texts.all;
  return texts.by[language] ?? Object.values(texts.by)[0] ?? '';
}

/** With one language changed; where all are empty, none is left: undefined. */
export function withText(value: Value | undefined, language: string, text: string): Values | undefined {
  const texts = textsOf(value);
  const by = { ...('all' in texts ? {} : texts.by), [language]: text };
  return Object.values(by).some((one) => one !== '') ? by : undefined;
}

/** Nothing written yet, in every language. */
export const blank = (languages: readonly string[]): Values => Object.fromEntries(languages.map((language) => [language, '']));

/** One text for all becomes one each, and back to that of the first language. */
export function split(text: string, languages: readonly string[]): Value {
  return Object.fromEntries(languages.map((language) => [language, text]));
}

/** The languages that are not written. */
export function missing(value: Value | undefined, languages: readonly string[]): string[] {
  const texts = textsOf(value);
  return 'all' in texts ? [] : languages.filter((language) => !texts.by[language]);
}

/** Words by language, as one writes them in a field: with commas. */
export function wordsIn(value: Value | undefined, language: string): string {
  const words = isRecord(value) ? value[language] : undefined;
  return Array.isArray(words) ? words.map(written).join(', ') : written(words);
}

export function withWords(value: Value | undefined, language: string, line: string): Value | undefined {
  return withList(value, language, line.split(',').map((one) => one.trim()).filter(Boolean));
}

/** The same, one a line: sentences have commas. */
export function linesIn(value: Value | undefined, language: string): string {
  const lines = isRecord(value) ? value[language] : undefined;
  return Array.isArray(lines) ? lines.map(written).join('\n') : written(lines);
}

export function withLines(value: Value | undefined, language: string, text: string): Value | undefined {
  return withList(value, language, text.split('\n').map((one) => one.trim()).filter(Boolean));
}

function withList(value: Value | undefined, language: string, list: string[]): Value | undefined {
  const by = { ...(isRecord(value) ? value : {}), [language]: list };
  const kept = Object.entries(by).filter(([, one]) => !Array.isArray(one) || one.length > 0);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
