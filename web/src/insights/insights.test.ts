import { expect, it } from 'vitest';
import { everyDay, everyHour, periodBetween, periodOf, spelled, summed, topOf } from './insights';

const NOW = new Date(2026, 4, 15, 10, 30);

it('takes whole days up to the end of today', () => {
  const week = periodOf('week', NOW);
  expect(new Date(week.since)).toEqual(new Date(2026, 4, 9));
  expect(new Date(week.until)).toEqual(new Date(2026, 4, 16));
  expect(new Date(periodOf('today', NOW).since)).toEqual(new Date(2026, 4, 15));
});

it('includes the last day of a chosen period, and refuses what is none', () => {
  expect(new Date(periodBetween('2026-05-01', '2026-05-01')?.until ?? '')).toEqual(new Date(2026, 4, 2));
  expect(periodBetween('2026-05-02', '2026-05-01')).toBeNull();
  expect(periodBetween('', '2026-05-01')).toBeNull();
  expect(periodBetween('2024-01-01', '2026-05-01')).toBeNull();
});

it.each([
  [0, '0 second'],
  [59.6, '1 minute'],
  [42, '42 second'],
  [200, '3 minute 20 second'],
  [3600, '1 hour'],
  [3661, '1 hour 1 minute'],
  [200_000, '2 day 7 hour'],
])('spells %d seconds', (seconds, text) => {
  expect(spelled(seconds).map(({ count, unit }) => `${count} ${unit}`).join(' ')).toBe(text);
});

it('leaves no hour and no day out', () => {
  expect(everyHour([{ key: '09', n: 3 }])).toHaveLength(24);
  const days = everyDay([{ key: '2026-05-14', n: 2 }], periodOf('week', NOW), NOW);
  expect(days.map(({ key }) => key).at(-1)).toBe('2026-05-15');
  expect(days.map(({ n }) => n)).toEqual([0, 0, 0, 0, 0, 2, 0]);
});

it('sums by channel and by kind, the greatest first', () => {
  const volume = [{ key: 'sms/order', n: 1 }, { key: 'whatsapp/order', n: 2 }, { key: 'whatsapp/thanks', n: 2 }];
  expect(summed(volume, 'channel')).toEqual([{ key: 'whatsapp', n: 4 }, { key: 'sms', n: 1 }]);
  expect(summed(volume, 'kind')).toEqual([{ key: 'order', n: 3 }, { key: 'thanks', n: 2 }]);
});

it('ends an axis above what it shows', () => {
  expect([0, 3, 5, 11, 47, 99].map(topOf)).toEqual([4, 4, 5, 20, 50, 100]);
});
