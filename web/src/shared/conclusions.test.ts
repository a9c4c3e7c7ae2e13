import { expect, it } from 'vitest';
import { conclusionOf, conclusionsOf } from './conclusions';

const session = { conclusions: { refunded: { fr: 'Remboursé', en: 'Refunded' }, passed: { fr: 'Transmis' } } };

it('names what the brand named, and other last', () => {
  expect(conclusionsOf(session, 'en', 'Other').map(({ name }) => name)).toEqual(['Refunded', 'Transmis', 'Other']);
  expect(conclusionsOf({ conclusions: {} }, 'en', 'Other')).toEqual([]);
});

it.each([['refunded', 'Remboursé'], ['other', 'Autre'], ['sent_back', 'sent back']])('%s is %s', (id, name) => {
  expect(conclusionOf(session, id, 'fr', 'Autre')).toBe(name);
});
