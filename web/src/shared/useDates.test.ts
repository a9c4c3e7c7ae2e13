import { expect, test } from 'vitest';
import { soonIn } from './useDates';

const NOON = Date.parse('2026-11-27T12:00:00Z');

test('a moment is written as the clocks of its zone show it', () => {
  expect(soonIn('en-GB', 'Europe/Paris', '2026-11-27T18:00:00Z', NOON)).toBe('19:00');
  expect(soonIn('en-GB', 'America/Montreal', '2026-11-27T18:00:00Z', NOON)).toBe('13:00');
});

test('another day there is told by its name', () => {
  expect(soonIn('en-GB', 'Asia/Tokyo', '2026-11-27T16:00:00Z', NOON)).toMatch(/Saturday.* 28.*01:00|28.*Saturday.*01:00/);
});

test('a zone that the browser does not know is no reason to show nothing', () => {
  expect(soonIn('en-GB', 'Nowhere/Land', '2026-11-27T18:00:00Z', NOON)).toMatch(/\d\d:00/);
});
