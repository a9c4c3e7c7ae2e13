import { expect, it } from 'vitest';
import type { Summary } from '../../api/studio';
import { beginning, found, stateOf } from './flows';

const release = { version: 'v', at: '2026-01-01T00:00:00Z', author: 'Anna', note: '', upgrade: 'keep' as const };
const draft = (problems: number) => ({ revision: 1, base: null, author: 'Marc', at: '2026-01-02T00:00:00Z', problems });
const flow = (name: string, changed: Partial<Summary> = {}): Summary => ({ name, title: { fr: 'Bonjour à tous', en: 'Hello' }, steps: 1, version: 'v', release, draft: null, ...changed });

it.each([
  [flow('a'), 'published'],
  [flow('a', { draft: draft(0) }), 'draft'],
  [flow('a', { draft: draft(2) }), 'problems'],
  [flow('a', { draft: draft(0), version: null, release: null }), 'new'],
])('%# is %s', (one, state) => expect(stateOf(one)).toBe(state));

it('finds flows by name and by title, without accents', () => {
  expect(found([flow('welcome'), flow('stop', { title: { en: 'Stop' } })], 'BONJOUR a').map((one) => one.name)).toEqual(['welcome']);
  expect(found([flow('shop.size')], 'size shop')).toHaveLength(1);
});

it('begins a flow with texts to be written', () => {
  expect(beginning('shop.size', { fr: 'Ma "taille"', en: 'Size' })).toBe('flow: shop.size\ntitle: {fr: "Ma \\"taille\\"", en: "Size"}\nsteps:\n  - id: say\n    say: {fr: "", en: ""}\n');
  expect(beginning('a', { en: 'A' }, { en: ['the fountain', 'a "fountain"'] })).toContain('start:\n  examples:\n    en: ["the fountain","a \\"fountain\\""]\nsteps:');
});
