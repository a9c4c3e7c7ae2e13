import { describe, expect, it } from 'vitest';
import { isStale, LEFT, next, restored, type Outgoing, type Sending } from './outgoing';

const refusal = { code: 'cannot_reply', detail: 'window closed' };
const sent: Sending = { kind: 'sent', clientId: 'a', body: 'Hello', at: '2026-06-08T12:00:00Z' };
const sending = next([], sent);

describe('sending', () => {
  it.each<[Sending, Partial<Outgoing>[]]>([
    [{ kind: 'confirmed', clientId: 'a' }, []],
    [{ kind: 'withdrawn', clientId: 'a' }, []],
    [{ kind: 'refused', clientId: 'a', why: refusal }, [{ state: 'refused', why: refusal, body: 'Hello' }]],
    [{ kind: 'overtaken', clientId: 'a', newer: [] }, [{ state: 'overtaken', newer: [] }]],
    [{ kind: 'unreached', clientId: 'a' }, [{ state: 'waiting', body: 'Hello' }]],
    [{ kind: 'confirmed', clientId: 'b' }, [{ state: 'sending' }]],
  ])('%j', (event, expected) => {
    const after = next(sending, event);
    expect(after).toHaveLength(expected.length);
    expected.forEach((one, index) => expect(after[index]).toMatchObject(one));
  });

  it('tries again under the same id, so that a repeat stays one message', () => {
    const refused = next(sending, { kind: 'refused', clientId: 'a', why: refusal });
    expect(next(refused, { kind: 'again', clientId: 'a' })).toEqual(sending);
  });
});

describe('what a page left behind', () => {
  it('comes back, and is not sent unasked', () => {
    expect(restored(JSON.stringify(sending))).toEqual([{ clientId: 'a', body: 'Hello', at: '2026-06-08T12:00:00Z', state: 'refused', why: LEFT }]);
  });

  it.each([null, '', '{', '{}', '[1, null, {"clientId": "a"}]'])('is nothing in %j', (kept) => expect(restored(kept)).toEqual([]));
});

it('does not say late what was written long ago', () => {
  const [one] = sending;
  expect(one && [isStale(one, Date.parse('2026-06-08T12:09:00Z')), isStale(one, Date.parse('2026-06-08T12:11:00Z'))]).toEqual([false, true]);
});
