import { expect, it } from 'vitest';
import type { Group } from '../../api/knowledge';
import { found, said } from './groups';

const group = (...examples: string[]): Group => ({ language: 'fr', examples, count: examples.length + 1, last: '2026-11-26T10:00:00Z', messages: [] });

it('finds a group by any of its wordings', () => {
  const groups = [group('où est la fontaine', 'la fontaine, c’est où'), group('vous réparez')];
  expect(found(groups, 'FONTAINE ou')).toEqual([groups[0]]);
  expect(found(groups, 'réparez fontaine')).toEqual([]);
  expect(said(groups)).toBe(5);
});
