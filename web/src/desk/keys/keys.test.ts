import { expect, it } from 'vitest';
import { command, KEYS } from './keys';

const free = { modified: false, inField: false, onControl: false };

it.each([
  [{ key: 'j', ...free }, 'next'],
  [{ key: '?', ...free }, 'help'],
  [{ key: 'x', ...free }, null],
  [{ key: 'j', ...free, modified: true }, null],
  [{ key: 'e', ...free, inField: true }, null],
  [{ key: 'Escape', ...free, inField: true }, 'back'],
  [{ key: 'Enter', ...free }, 'open'],
  [{ key: 'Enter', ...free, onControl: true }, null],
])('%j means %s', (pressed, expected) => expect(command(pressed)).toBe(expected));

it('gives each key and each command once', () => {
  expect(new Set(KEYS.map(([key]) => key)).size).toBe(KEYS.length);
  expect(new Set(KEYS.map(([, name]) => name)).size).toBe(KEYS.length);
});
