/** Who is called in a note. Pure. */

interface Named {
  id: string;
  name: string;
}

/** The colleagues whose name stands behind an @ in the text; the longest name that fits is meant. */
export function mentioned(text: string, colleagues: readonly Named[]): string[] {
  const byLength = colleagues.toSorted((a, b) => b.name.length - a.name.length);
  const found = new Set<string>();
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}.])@/gu)) {
    const rest = text.slice(index + 1).toLowerCase();
    const one = byLength.find(({ name }) => rest.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)));
    if (one) found.add(one.id);
  }
  return [...found];
}

export interface NotePiece {
  text: string;
  mention: boolean;
}

/** A note cut where it calls somebody. */
export function notePieces(text: string, names: readonly string[]): NotePiece[] {
  if (names.length === 0) return [{ text, mention: false }];
  const escaped = names.toSorted((a, b) => b.length - a.length).map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return text.split(new RegExp(`(@(?:${escaped.join('|')}))`, 'giu')).flatMap((part, index) => (part ? [{ text: part, mention: index % 2 === 1 }] : []));
}
