import { expect, it } from 'vitest';
import { languageName, sentencesIn, shownFacts, spoken, steps } from './context';

it.each([
  ['Paris', 'Paris'],
  [3, '3'],
  [{ id: 'news', name: 'News' }, 'News'],
  [{ id: 'w', label: 'Weekly' }, 'Weekly'],
  [['a', null, 'b'], 'a, b'],
  [{ odd: 1 }, '{"odd":1}'],
])('a fact %j reads %s', (value, expected) => {
  expect(shownFacts([{ slot: 'the_slot', value, message_id: 'm1' }])).toEqual([{ slot: 'the slot', value: expected, source: 'm1' }]);
});

it('leaves out what is empty', () => expect(shownFacts([{ slot: 'a', value: null }, { slot: 'b', value: '' }])).toEqual([]));

it('takes what was said apart', () => expect(spoken('Hello / a human')).toEqual(['Hello', 'a human']));

it('speaks the language there is', () => {
  expect(sentencesIn({ fr: ['Oui'], en: ['Yes'] }, 'en')).toEqual(['Yes']);
  expect(sentencesIn({ fr: ['Oui'] }, 'en')).toEqual(['Oui']);
  expect(sentencesIn({}, 'en')).toEqual([]);
});

it('names languages, and keeps what is no language', () => {
  expect([languageName('fr', 'en'), languageName('fr', 'fr'), languageName('not a tag', 'en')]).toEqual(['French', 'français', 'not a tag']);
});

it('tells a visit in its order, a page without a title by its address', () => {
  const pages = [{ url: 'https://shop/a', title: 'Lamps', at: 1_000 }, { url: 'https://shop/b', title: '', at: 3_000 }];
  expect(steps({ pages, searches: [{ words: 'red lamp', at: 2_000 }] }).map(({ text, url }) => [text, url])).toEqual([
    ['Lamps', 'https://shop/a'], ['red lamp', null], ['https://shop/b', 'https://shop/b'],
  ]);
});
