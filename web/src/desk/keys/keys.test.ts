import { expect, it } from 'vitest';
import { command, entered, isWritten, KEYS, keyOf, stepOf } from './keys';

const free = { modified: false, inField: false, onControl: false };

it.each([
  [{ key: 'j', ...free }, 'next'],
  [{ key: '?', ...free }, 'help'],
  [{ key: 'z', ...free }, null],
  [{ key: 'x', ...free }, 'choose'],
  [{ key: 'X', shifted: true, ...free }, 'choose_range'],
  [{ key: 'N', ...free, shifted: true }, 'no_answer'],
  [{ key: '1', ...free }, 'problem'],
  [{ key: '&', code: 'Digit1', ...free }, 'problem'],
  [{ key: '/', code: 'Digit7', shifted: true, ...free }, 'search'],
  [{ key: '!', code: 'Digit1', shifted: true, ...free }, null],
  [{ key: 'j', ...free, modified: true }, null],
  [{ key: 'e', ...free, inField: true }, null],
  [{ key: 'Escape', ...free, inField: true }, 'back'],
  [{ key: 'Enter', ...free }, 'open'],
  [{ key: 'e', ...free, singleOff: true }, null],
  [{ key: '?', ...free, singleOff: true }, null],
  [{ key: 'Escape', ...free, singleOff: true }, 'back'],
  [{ key: 'Enter', ...free, onControl: true }, null],
])('%j means %s', (pressed, expected) => expect(command(pressed)).toBe(expected));

it('gives each key and each command once', () => {
  expect(new Set(KEYS.map(([key]) => key)).size).toBe(KEYS.length);
  expect(new Set(KEYS.map(([, name]) => name)).size).toBe(KEYS.length);
});

it.each([
  ['', 'send'], ['mod', 'send'], ['shift', 'line'], ['mod shift', 'send_resolve'], ['mod alt', 'send_snooze'], ['alt', null], ['mod alt shift', 'line'],
] as const)('Enter with %j in the field', (held, expected) => {
  const [shift, alt, mod] = ['shift', 'alt', 'mod'].map((one) => held.includes(one));
  expect(entered({ shift: !!shift, alt: !!alt, mod: !!mod })).toBe(expected);
});

it('knows the key of a command', () => expect(keyOf('transfer')).toBe('m'));

it.each([
  [{ key: 'e', modified: false }, true],
  [{ key: ' ', modified: false }, true],
  [{ key: 'É', modified: false }, true],
  [{ key: 'Enter', modified: false }, false],
  [{ key: 'Tab', modified: false }, false],
  [{ key: 'c', modified: true }, false],
])('%j is written: %s', (pressed, expected) => expect(isWritten(pressed)).toBe(expected));

it.each([['ArrowDown', 1], ['ArrowLeft', -1], ['Tab', 0]] as const)('%s goes %d', (key, step) => expect(stepOf(key)).toBe(step));
