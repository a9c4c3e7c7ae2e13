import { describe, expect, it } from 'vitest';
import type { Way } from '../../api/desk';
import type { Upload } from '../../api/uploads';
import { arrived, asMessage, asMessages, isReady, placeOf, recalled, sizeOf, standing, type Attached } from './attached';

const way: Way = { account: 'sms', channel: 'sms', address: '+336', window: { open_until: null, after: [] }, why_not: null };
const upload = (carried: Partial<Upload['ways'][number]>, id = '1'): Upload => ({ id, kind: 'image', mime: 'image/png', name: 'a.png', size: 10, ways: [{ account: 'sms', ...carried }] });
const attached = (given: Partial<Attached>): Attached => ({ key: '1', name: 'a.png', size: 10, arrived: 0, upload: null, why: null, most: null, ...given });
const ready = (id: string, caption?: number) => arrived(id, upload({ kind: 'image', ...(caption === undefined ? {} : { caption }) }, id));

describe('a file', () => {
  it.each<[Partial<Attached>, string, boolean]>([
    [{}, 'arriving', false],
    [{ upload: upload({ kind: 'image' }) }, 'ready', true],
    [{ upload: upload({ kind: 'file' }) }, 'as_file', true],
    [{ upload: upload({ why_not: 'too_large', most: 5 }) }, 'too_large', false],
    [{ upload: upload({ why_not: 'not_carried' }) }, 'not_carried', false],
    [{ why: { code: 'file_type', detail: '' } }, 'refused', false],
  ])('%j is %s', (given, is, isIt) => {
    const stands = standing(attached(given), way);
    expect([stands.is, isReady(stands)]).toEqual([is, isIt]);
  });

  it('is not carried by a way that it was not asked of', () => {
    expect(standing(attached({ upload: upload({ kind: 'image' }) }), { ...way, account: 'telegram' }).is).toBe('not_carried');
  });

  it('is a message with its words', () => {
    expect(asMessage(upload({ kind: 'image' }), 'Voici')).toEqual({ type: 'media', kind: 'image', media_id: '1', name: 'a.png', caption: 'Voici' });
  });
});

describe('several files', () => {
  it.each<[string, number | undefined, string, string, (string | undefined)[]]>([
    ['words that fit', 5, 'Voici', 'under', ['Voici', undefined]],
    ['no words', 5, '', 'under', [undefined, undefined]],
    ['words that are too long', 5, 'Voilà !', 'too_long', ['words', undefined, undefined]],
    ['an app without captions', undefined, 'Voici', 'before', ['words', undefined, undefined]],
  ])('are one message each, in order: %s', (_, caption, words, place, captions) => {
    const files = [ready('1', caption), ready('2', caption)];
    const said = asMessages(files, words, way);
    expect(placeOf(files, words, way)).toBe(place);
    expect(said.map(({ content }) => (content ? (content.type === 'media' ? content.caption : content.type) : 'words'))).toEqual(captions);
    expect(said.flatMap(({ content }) => (content?.type === 'media' ? content.media_id : []))).toEqual(['1', '2']);
    expect(said.map(({ body }) => body).join('')).toBe(words);
  });
});

describe('what the server has of them', () => {
  const keys = (files: Attached[]) => files.map(({ key }) => key);

  it('comes back before what was chosen meanwhile', () => {
    const here = [attached({ key: 'new' })];
    expect(keys(recalled(here, [upload({}, 'a'), upload({}, 'b')], new Set(), new Set()))).toEqual(['a', 'b', 'new']);
  });

  it('is not shown twice, nor while it leaves', () => {
    expect(keys(recalled([ready('a')], [upload({}, 'a'), upload({}, 'b')], new Set(['a']), new Set(['b'])))).toEqual(['a']);
  });

  it('is gone here once it is gone there, unless it arrived since', () => {
    expect(keys(recalled([ready('sent'), ready('fresh')], [], new Set(['sent']), new Set()))).toEqual(['fresh']);
  });
});

it.each([[1, '1 kB'], [48_300, '48 kB'], [1_440_000, '1.4 MB']] as const)('%d bytes are %s', (bytes, said) => {
  expect(sizeOf(bytes, 'en')).toBe(said);
});
