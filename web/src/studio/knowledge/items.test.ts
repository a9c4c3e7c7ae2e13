import { expect, it } from 'vitest';
import type { Item } from '../../api/knowledge';
import { asking, found, itemOf, lacks, nameFor, standing, written } from './items';

const ITEM: Item = { id: 'hours', title: { fr: 'Horaires', en: 'Hours' }, questions: { fr: ['à quelle heure fermez-vous', 'horaires'] }, answer: { fr: 'À 19 h.', en: 'At 7pm.' } };

it('reads back what it wrote, without empty lines and doubles', () => {
  expect(itemOf(written(ITEM))).toEqual(ITEM);
  expect(itemOf({ ...written(ITEM), questions: { fr: ' horaires \n\nhoraires', en: '\n' } }).questions).toEqual({ fr: ['horaires'] });
  expect(itemOf({ ...written(ITEM), from: '2026-11-01', to: '' })).toEqual({ ...ITEM, from: '2026-11-01' });
});

it('knows what an item lacks', () => {
  expect(lacks(written(ITEM), ['fr', 'en'])).toEqual([]);
  expect(lacks({ ...written(ITEM), title: { fr: 'x' }, questions: {}, answer: {} }, ['fr', 'en'])).toEqual(['title', 'questions', 'answer']);
  expect(lacks({ ...written(ITEM), from: '2026-12-02', to: '2026-12-01' }, ['fr'])).toEqual(['days']);
});

it('takes one more question once', () => {
  const more = asking(written(ITEM), 'fr', 'vous fermez quand');
  expect(itemOf(asking(more, 'fr', 'horaires')).questions['fr']).toEqual(['à quelle heure fermez-vous', 'horaires', 'vous fermez quand']);
});

it('names an item after its title', () => {
  expect(nameFor('Heures d’été !', [])).toBe('heures-d-ete');
  expect(nameFor('Hours', ['hours', 'hours-2'])).toBe('hours-3');
  expect(nameFor('???', [])).toBe('answer');
});

it('finds words in every language, with and without accents', () => {
  expect(found([ITEM], 'A quelle HEURE')).toEqual([ITEM]);
  expect(found([ITEM], '7pm horaires')).toEqual([ITEM]);
  expect(found([ITEM], 'parking')).toEqual([]);
});

it('tells whether an item answers today', () => {
  expect([{}, { from: '2026-12-01' }, { to: '2026-11-30' }, { to: '2026-11-29' }].map((days) => standing({ ...ITEM, ...days }, '2026-11-30'))).toEqual(['always', 'later', 'now', 'over']);
});
