import { expect, it } from 'vitest';
import { command } from './shortcuts';

const free = { ctrl: false, shift: false, alt: false, inField: false, marked: false, onControl: false };

it.each([
  [{ key: 'z', ...free, ctrl: true }, 'undo'],
  [{ key: 'Z', ...free, ctrl: true, shift: true }, 'redo'],
  [{ key: 'c', ...free, ctrl: true }, 'copy'],
  [{ key: 'c', ...free, ctrl: true, marked: true }, null],
  [{ key: 'v', ...free, ctrl: true, inField: true }, null],
  [{ key: 'Delete', ...free }, 'remove'],
  [{ key: 'a', ...free }, 'add'],
  [{ key: 'a', ...free, ctrl: true }, null],
  [{ key: 'Enter', ...free }, 'edit'],
  [{ key: 'Enter', ...free, onControl: true }, null],
  [{ key: 'x', ...free }, null],
])('%j means %s', (pressed, expected) => expect(command(pressed)).toBe(expected));
