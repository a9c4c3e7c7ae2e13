/** Notes beside the steps of a flow: how large they stand on the canvas, and what is to be saved of them. Pure. */

import type { Note } from '../../api/studio';

export const NOTE_WIDTH = 220;
export const MOST_LETTERS = 2000;
const HEAD = 26;
const LINE = 18;
const AROUND = 18; // above and below the text
const LETTERS = 28; // of a line, about
const [FEW_LINES, MANY_LINES] = [2, 14];

/** In pixels, told before it is drawn: what is longer than that is scrolled. */
export function heightOf({ text }: Pick<Note, 'text'>): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS)), 0);
  return HEAD + AROUND + LINE * Math.min(MANY_LINES, Math.max(FEW_LINES, lines));
}

/** Moved by an arrow key; null for another key. */
export function nudged([x, y]: Note['at'], key: string, far: boolean): Note['at'] | null {
  const by = far ? 100 : 20;
  switch (key) {
    case 'ArrowLeft':
      return [x - by, y];
    case 'ArrowRight':
      return [x + by, y];
    case 'ArrowUp':
      return [x, y - by];
    case 'ArrowDown':
      return [x, y + by];
    default:
      return null;
  }
}

/** What to save so that the server has these notes: those that are new or changed, and the ids of those that are gone. */
export function differing(saved: readonly Note[], notes: readonly Note[]): { put: Note[]; gone: string[] } {
  const had = new Map(saved.map((one) => [one.id, one]));
  const put = notes.filter((one) => had.get(one.id) !== one);
  return { put, gone: saved.filter(({ id }) => !notes.some((one) => one.id === id)).map(({ id }) => id) };
}
