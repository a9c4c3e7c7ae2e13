/** An approved message as the customer will read it. Pure. */

import type { Written } from '../../api/desk';
import type { Approved, Blank } from '../../api/templates';
import type { Purpose, Upload } from '../../api/uploads';

export type Values = Record<string, string>;

/** What tells one from another: the same name is approved language by language. */
export const keyOf = (one: Approved) => `${one.template_id}/${one.locale}`;

const BLANK = /\{\{\s*(\w+)\s*\}\}/g;

export interface Piece {
  text: string;
  /** It stands in a blank: `filled` once the agent gave it. */
  blank?: 'open' | 'filled';
}

/** A text with its blanks as they stand; the header's only blank is called by its place. */
export function piecesOf(text: string, values: Values, as?: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(BLANK)) {
    const key = as ?? found[1] ?? '';
    const value = values[key]?.trim();
    pieces.push({ text: text.slice(from, found.index) }, value ? { text: value, blank: 'filled' } : { text: `{{${found[1] ?? ''}}}`, blank: 'open' });
    from = found.index + found[0].length;
  }
  return [...pieces, { text: text.slice(from) }].filter((piece) => piece.text !== '');
}

/** Those in the customer's language first; the provider writes fr, fr_FR or en-US. */
export function ordered(all: readonly Approved[], language: string | null): Approved[] {
  const speaks = (one: Approved) => language !== null && one.locale.slice(0, 2).toLowerCase() === language.slice(0, 2).toLowerCase();
  return [...all.filter(speaks), ...all.filter((one) => !speaks(one))];
}

/** What a file above it is uploaded as. */
export function headerOf({ media }: Approved): Purpose {
  return media === 'image' || media === 'video' ? media : 'file';
}

/** Every blank is filled: an empty one is refused by the provider. A file of the agent's may stand for an address. */
export function isWhole(one: Approved, values: Values, file: Upload | null = null): boolean {
  return (one.blanks ?? []).every(({ key, kind }) => {
    const value = values[key]?.trim() ?? '';
    return kind === 'media' ? file !== null || /^https?:\/\/\S+$/.test(value) : value !== '';
  });
}

export function asMessage(one: Approved, values: Values, file: Upload | null = null): Written {
  const given = (blank: Blank): [string, string] => [blank.key, blank.kind === 'link' ? `url:${values[blank.key]?.trim() ?? ''}` : (values[blank.key]?.trim() ?? '')];
  const filled = (one.blanks ?? []).filter(({ kind }) => kind !== 'media' || file === null);
  const header = file && { header: { type: 'media' as const, kind: headerOf(one), media_id: file.id, name: file.name } };
  return { type: 'template', template_id: one.template_id, locale: one.locale, params: Object.fromEntries(filled.map(given)), ...header };
}

/** What it says, in one go: for the line that waits to be sent. */
export function saidBy(one: Approved, values: Values): string {
  return piecesOf(one.body, values).map((piece) => piece.text).join('');
}
