/** What a key means on the Desk. Pure: who pressed it where is handed in. */

import { KINDS, type Kind } from '../../api/desk';

export type Command =
  | 'next' | 'previous' | 'open' | 'unread' | 'search' | 'help' | 'back'
  | 'accept' | 'decline' | 'duty'
  | 'reply' | 'note' | 'use_draft' | 'pivot' | 'attach'
  | 'take' | 'resolve' | 'hand_back' | 'transfer' | 'snooze' | 'disengage' | 'label' | 'no_answer' | 'context'
  | 'choose' | 'choose_range'
  | Kind;

export type Keys = readonly (readonly [key: string, command: Command])[];

/** As the help shows them: where one goes, what one is offered, what one writes, what one does, what a message is. */
export const GROUPS = {
  moving: [['j', 'next'], ['k', 'previous'], ['Enter', 'open'], ['U', 'unread'], ['/', 'search'], [']', 'context'], ['Escape', 'back'], ['?', 'help']],
  duty: [['a', 'accept'], ['d', 'decline'], ['v', 'duty']],
  writing: [['r', 'reply'], ['n', 'note'], ['u', 'use_draft'], ['f', 'attach'], ['p', 'pivot']],
  acting: [['t', 'take'], ['e', 'resolve'], ['s', 'snooze'], ['m', 'transfer'], ['b', 'hand_back'], ['o', 'disengage'], ['l', 'label']],
  several: [['x', 'choose'], ['X', 'choose_range']],
  triage: [['N', 'no_answer'], ...KINDS.map((kind, index) => [String(index + 1), kind] as const)],
} as const satisfies Record<string, Keys>;

/** In the field itself, where single keys write. */
export const IN_FIELD = [['Enter', 'send'], ['Shift+Enter', 'line'], ['Ctrl+Shift+Enter', 'send_resolve'], ['Ctrl+Alt+Enter', 'send_snooze']] as const;

export type InField = (typeof IN_FIELD)[number][1];

/** What may be done along with sending. */
export type Then = Extract<InField, 'send_resolve' | 'send_snooze'>;

/** What Enter does in the field; null: it is no command there. */
export function entered({ shift, alt, mod }: { shift: boolean; alt: boolean; mod: boolean }): InField | null {
  if (mod && shift && !alt) return 'send_resolve';
  if (mod && alt && !shift) return 'send_snooze';
  return shift ? 'line' : alt && !mod ? null : 'send';
}

export type Group = keyof typeof GROUPS;

export const KEYS: Keys = Object.values<Keys>(GROUPS).flat();

const COMMANDS: ReadonlySet<string> = new Set(KEYS.map(([, command]) => command));

export function isCommand(text: string): text is Command {
  return COMMANDS.has(text);
}

export function keyOf(wanted: Command, keys: Keys = KEYS): string {
  return keys.find(([, name]) => name === wanted)?.[0] ?? '';
}

export interface Pressed {
  key: string;
  /** The key's place on the board: a French one gives its digits only with Shift. */
  code?: string;
  shifted?: boolean;
  /** Ctrl, Alt or Meta is held: a key of the browser's or the system's, unless the agent gave it to a command. */
  modified: boolean;
  /** The key with what is held. */
  chord?: string | null;
  /** Somebody writes: only Escape is a command there. */
  inField: boolean;
  /** The key already does something where it was pressed: Enter on a link or button. */
  onControl: boolean;
  /** Letters and signs alone are no commands: the agent has turned them off. */
  singleOff?: boolean;
}

/** A letter for which Shift is held. */
export function isCapital(key: string): boolean {
  return /^\p{Lu}$/u.test(key);
}

/** As `aria-keyshortcuts` spells it. */
export function spelled(key: string): string {
  return isCapital(key) ? `Shift+${key}` : key.replace('Ctrl', 'Control');
}

/** A letter, figure, sign or space, as somebody presses who writes. */
export function isWritten({ key, modified }: Pick<Pressed, 'key' | 'modified'>): boolean {
  return !modified && [...key].length === 1;
}

/** Among what stands in a row or a column: on, back, or not at all. */
export function stepOf(key: string): -1 | 0 | 1 {
  if (key === 'ArrowDown' || key === 'ArrowRight') return 1;
  return key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 0;
}

export function command(pressed: Pressed, keys: Keys = KEYS): Command | null {
  if (pressed.modified) return keys.find(([key]) => key === pressed.chord)?.[1] ?? null;
  if (pressed.inField && pressed.key !== 'Escape') return null;
  if (pressed.singleOff && isWritten(pressed)) return null;
  if (pressed.onControl && pressed.key === 'Enter') return null;
  const named = keys.find(([key]) => key === pressed.key)?.[1];
  if (named || pressed.shifted) return named ?? null;
  const digit = /^Digit(\d)$/.exec(pressed.code ?? '')?.[1];
  return keys.find(([key]) => key === digit)?.[1] ?? null;
}
