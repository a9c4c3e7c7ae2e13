/** What a key means on the Desk. Pure: who pressed it where is handed in. */

export type Command = 'next' | 'previous' | 'open' | 'reply' | 'take' | 'resolve' | 'hand_back' | 'search' | 'help' | 'back';

export const KEYS: readonly (readonly [key: string, command: Command])[] = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['r', 'reply'],
  ['t', 'take'],
  ['e', 'resolve'],
  ['b', 'hand_back'],
  ['/', 'search'],
  ['?', 'help'],
  ['Escape', 'back'],
];

export interface Pressed {
  key: string;
  /** Ctrl, Alt or Meta is held: a key of the browser's or the system's. */
  modified: boolean;
  /** Somebody writes: only Escape is a command there. */
  inField: boolean;
  /** The key already does something where it was pressed: Enter on a link or button. */
  onControl: boolean;
}

export function command(pressed: Pressed): Command | null {
  if (pressed.modified) return null;
  if (pressed.inField && pressed.key !== 'Escape') return null;
  if (pressed.onControl && pressed.key === 'Enter') return null;
  return KEYS.find(([key]) => key === pressed.key)?.[1] ?? null;
}
