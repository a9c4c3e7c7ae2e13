/** Keys that an agent gave commands themselves. Pure. */

import { isCommand, KEYS, type Command, type Keys } from './keys';

export type OwnKeys = Partial<Record<Command, string>>;

/** These belong to the page as a whole: Enter goes to the messages and Escape back, wherever one is. */
const FIXED: readonly string[] = ['open', 'back'] satisfies Command[];

export function isFixed(command: Command): boolean {
  return FIXED.includes(command);
}

/** What was kept, without what is no longer a command or a key. */
export function ownKeysOf(kept: string | null): OwnKeys {
  try {
    const found: unknown = JSON.parse(kept ?? '{}');
    if (typeof found !== 'object' || found === null) return {};
    const pairs = Object.entries(found).filter(([command, key]) => isCommand(command) && !isFixed(command) && typeof key === 'string' && whyNot(key) === null);
    return Object.fromEntries(pairs);
  } catch {
    return {}; // not ours: the keys that everybody has
  }
}

/** All keys, with an agent's own in their places. */
export function keysWith(own: OwnKeys): Keys {
  return KEYS.map(([key, command]) => [own[command] ?? key, command] as const);
}

/** A key as one presses it: `e`, `U`, `Alt+e`, `Ctrl+Shift+e`. Null: Shift or the like alone. */
export function chordOf({ key, ctrl, alt, meta, shift }: { key: string; ctrl: boolean; alt: boolean; meta: boolean; shift: boolean }): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process'].includes(key)) return null;
  const held = [ctrl && 'Ctrl', meta && 'Meta', alt && 'Alt'].filter(Boolean);
  if (held.length === 0) return key;
  return [...held, ...(shift ? ['Shift'] : []), [...key].length === 1 ? key.toLowerCase() : key].join('+');
}

const HELD = /^((?:(?:Ctrl|Meta|Alt|Shift)\+)*)(.+)$/;

/** Why a key may not be given: it is no sign one writes, or the browser has it. */
export function whyNot(chord: string): 'no_sign' | 'browser' | null {
  const [, before = '', key = ''] = HELD.exec(chord) ?? [];
  const held = before.split('+').filter(Boolean);
  if ([...key].length !== 1 || key === ' ') return 'no_sign';
  return (held.includes('Ctrl') || held.includes('Meta')) && held.length === 1 ? 'browser' : null;
}

export type Given = { own: OwnKeys } | { taken: Command };

/** A command's new key, unless another has it. Its first key again: it is nobody's own any more. */
export function given(own: OwnKeys, command: Command, chord: string): Given {
  const taken = keysWith(own).find(([key, other]) => key === chord && other !== command)?.[1];
  return taken ? { taken } : { own: without(own, command, chord) };
}

/** Two commands that change keys with each other. */
export function swapped(own: OwnKeys, command: Command, other: Command): OwnKeys {
  const keys = new Map(keysWith(own).map(([key, one]) => [one, key]));
  return without(without(own, command, keys.get(other) ?? ''), other, keys.get(command) ?? '');
}

function without(own: OwnKeys, command: Command, key: string): OwnKeys {
  const others = Object.fromEntries(Object.entries(own).filter(([one]) => one !== command));
  return KEYS.some(([first, one]) => one === command && first === key) ? others : { ...others, [command]: key };
}
