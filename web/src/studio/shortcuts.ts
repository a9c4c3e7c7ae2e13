/** What a key means in the Studio. Pure: who pressed it where is handed in. */

export type Command = 'undo' | 'redo' | 'copy' | 'cut' | 'paste' | 'duplicate' | 'remove' | 'edit' | 'search' | 'help' | 'add' | 'leave';

export interface Pressed {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
  /** Somebody writes, or reads text that is marked: the browser's keys stay the browser's. */
  inField: boolean;
  marked: boolean;
  onControl: boolean;
}

const HELD: Record<string, Command> = { z: 'undo', y: 'redo', c: 'copy', x: 'cut', v: 'paste', d: 'duplicate' };
const ALONE: Record<string, Command> = { Delete: 'remove', Backspace: 'remove', '/': 'search', '?': 'help', a: 'add', Escape: 'leave' };

export function command({ key, ctrl, shift, alt, inField, marked, onControl }: Pressed): Command | null {
  if (inField || alt) return null;
  const letter = key.length === 1 ? key.toLowerCase() : key;
  if (ctrl) {
    if (letter === 'z' && shift) return 'redo';
    if (marked && (letter === 'c' || letter === 'x')) return null;
    return HELD[letter] ?? null;
  }
  if (letter === 'Enter') return onControl ? null : 'edit';
  return ALONE[letter] ?? null;
}
