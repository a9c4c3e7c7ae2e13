import { expect, it } from 'vitest';
import { asField, chosen, later } from './snooze';

const friday = new Date(2026, 5, 12, 15, 30);

it.each([
  ['hours', '2026-06-12T18:30'],
  ['tomorrow', '2026-06-13T09:00'],
  ['monday', '2026-06-15T09:00'],
] as const)('%s', (which, expected) => expect(asField(later(which, friday))).toBe(expected));

it('goes to the next Monday on a Monday', () => expect(asField(later('monday', new Date(2026, 5, 15, 8)))).toBe('2026-06-22T09:00'));

it('takes only times to come', () => {
  expect(chosen('', friday)).toBeNull();
  expect(chosen('2026-06-12T15:00', friday)).toBeNull();
  expect(chosen('2026-06-12T16:00', friday)?.getHours()).toBe(16);
});
