/** What the palette finds, and in which order. Pure. */

export interface Entry {
  id: string;
  /** Under which heading it stands. */
  group: string;
  title: string;
  detail: string;
  /** The key that does the same; empty: none. */
  key: string;
}

const MOST = 60;

/** Each word of the query begins a word of the title or beside it; titles that begin with the query come first. Where there is
 * none, the middle of words counts too: two letters stand in the middle of nearly everything. */
export function found<One extends Entry>(entries: readonly One[], query: string): One[] {
  const wanted = folded(query).split(' ').filter(Boolean);
  const ranked = entries.map((entry) => ({ entry, rank: rankOf(entry, wanted) }));
  const worst = ranked.some(({ rank }) => rank < INSIDE) ? INSIDE : MISSED;
  return ranked.filter(({ rank }) => rank < worst).toSorted((a, b) => a.rank - b.rank).slice(0, MOST).map(({ entry }) => entry);
}

const INSIDE = 3; // words, as against at their beginnings
const MISSED = 4;

function rankOf({ title, detail, group }: Entry, wanted: readonly string[]): number {
  const [name, beside] = [folded(title), folded(`${title} ${detail} ${group}`)];
  const begins = (text: string) => wanted.every((word) => ` ${text}`.includes(` ${word}`));
  if (wanted.length === 0 || name.startsWith(wanted.join(' '))) return 0;
  if (begins(name)) return 1;
  return begins(beside) ? 2 : wanted.every((word) => beside.includes(word)) ? INSIDE : MISSED;
}

/** Without accents, capitals and signs: nobody who is in a hurry writes them. */
function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** Is it the key that opens the palette? On a Mac Ctrl+K cuts a line in a field; there it is Command. */
export function isPaletteKey(pressed: { key: string; ctrl: boolean; meta: boolean; alt: boolean; shift: boolean }, mac: boolean): boolean {
  return pressed.key.toLowerCase() === 'k' && !pressed.alt && !pressed.shift && (mac ? pressed.meta && !pressed.ctrl : pressed.ctrl && !pressed.meta);
}
