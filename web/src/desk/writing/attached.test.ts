import { describe, expect, it } from 'vitest';
import type { Way } from '../../api/desk';
import type { Upload } from '../../api/uploads';
import { asMessage, isReady, sizeOf, standing, type Attached } from './attached';

const way: Way = { account: 'sms', channel: 'sms', address: '+336', window: { open_until: null, after: [] }, why_not: null };
const upload = (carried: Partial<Upload['ways'][number]>): Upload => ({ id: '1', kind: 'image', mime: 'image/png', name: 'a.png', size: 10, ways: [{ account: 'sms', ...carried }] });
const attached = (given: Partial<Attached>): Attached => ({ name: 'a.png', size: 10, arrived: 0, upload: null, why: null, most: null, ...given });

describe('a file', () => {
  it.each<[Partial<Attached>, string, boolean]>([
    [{}, 'arriving', false],
    [{ upload: upload({ kind: 'image' }) }, 'ready', true],
    [{ upload: upload({ kind: 'file' }) }, 'as_file', true],
    [{ upload: upload({ why_not: 'too_large', most: 5 }) }, 'too_large', false],
    [{ upload: upload({ why_not: 'not_carried' }) }, 'not_carried', false],
    [{ why: { code: 'file_type', detail: '' } }, 'refused', false],
  ])('%j is %s', (given, is, ready) => {
    const stands = standing(attached(given), way);
    expect([stands.is, isReady(stands)]).toEqual([is, ready]);
  });

  it('is not carried by a way that it was not asked of', () => {
    expect(standing(attached({ upload: upload({ kind: 'image' }) }), { ...way, account: 'telegram' }).is).toBe('not_carried');
  });

  it('is a message with its words', () => {
    expect(asMessage(upload({ kind: 'image' }), 'Voici')).toEqual({ type: 'media', kind: 'image', media_id: '1', name: 'a.png', caption: 'Voici' });
  });
});

it.each([[1, '1 kB'], [48_300, '48 kB'], [1_440_000, '1.4 MB']] as const)('%d bytes are %s', (bytes, said) => {
  expect(sizeOf(bytes, 'en')).toBe(said);
});
