import { expect, it } from 'vitest';
import type { SilenceShape } from '../api/silence';
import { parted, rampShare } from './silence';

const one = (more: Partial<SilenceShape>): SilenceShape => ({
  id: 's', scope: 'brand', level: 'marketing', reason: '', let_pass: [], since: '2026-05-01T08:00:00Z', until: null, lifted_at: null, ramp_minutes: 60, holds: true, changes: [], ...more,
});
const at = (time: string) => Date.parse(`2026-05-01T${time}:00Z`);

it('parts a scope', () => {
  expect(parted('brand')).toEqual({ kind: 'brand', name: '' });
  expect(parted('topic:offers')).toEqual({ kind: 'topic', name: 'offers' });
});

it('comes back little by little once it is lifted', () => {
  expect(rampShare(one({}), at('12:00'))).toBeNull();
  const lifted = one({ lifted_at: '2026-05-01T10:00:00Z' });
  expect(['10:00', '10:29', '10:30', '11:00'].map((time) => rampShare(lifted, at(time)))).toEqual([10, 10, 50, 100]);
  expect(rampShare(one({ until: '2026-05-01T10:00:00Z' }), at('09:59'))).toBeNull();
  expect(rampShare(one({ lifted_at: '2026-05-01T10:00:00Z', ramp_minutes: 0 }), at('10:00'))).toBe(100);
});
