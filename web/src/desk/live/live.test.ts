import { expect, it } from 'vitest';
import { next, opening, patience } from './live';

it('remembers when the line was lost first', () => {
  const lost = next(next(opening, { kind: 'lost', at: 5 }), { kind: 'lost', at: 9 });
  expect(lost).toEqual({ connected: false, lostAt: 5, failed: 2, returned: 0 });
  expect(next(lost, { kind: 'connected' })).toEqual({ ...opening, returned: 1 });
});

it('has not come back where it was never away', () => expect(next(opening, { kind: 'connected' })).toBe(opening));

it.each([[1, 1, 1_000], [3, 1, 4_000], [3, 0, 2_000], [20, 1, 15_000]])('patience(%s, %s)', (failed, spread, expected) => {
  expect(patience(failed, spread)).toBe(expected);
});
