import { expect, it } from 'vitest';
import { linesIn, missing, textIn, withLines, withText, withWords, wordsIn } from './texts';

it.each([
  [undefined, 'fr', ''],
  ['Hello', 'fr', 'Hello'],
  [{ fr: 'Bonjour', en: 'Hello' }, 'en', 'Hello'],
  [{ fr: 'Bonjour' }, 'en', 'Bonjour'],
])('textIn(%j, %s) is %j', (value, language, text) => expect(textIn(value, language)).toBe(text));

it('writes one language and leaves the others', () => {
  expect(withText({ fr: 'Oui', en: 'Yes' }, 'en', 'Yeah')).toEqual({ fr: 'Oui', en: 'Yeah' });
  expect(withText({ fr: 'Oui' }, 'fr', '')).toBeUndefined();
  expect(missing({ fr: 'Oui', en: '' }, ['fr', 'en'])).toEqual(['en']);
  expect(missing('Yes', ['fr', 'en'])).toEqual([]);
});

it('reads and writes lists of words, with commas or a line each', () => {
  expect(wordsIn({ fr: ['oui', 'ok'] }, 'fr')).toBe('oui, ok');
  expect(withWords({ fr: ['oui'] }, 'en', 'yes,  sure,')).toEqual({ fr: ['oui'], en: ['yes', 'sure'] });
  expect(withWords({ fr: ['oui'] }, 'fr', '')).toBeUndefined();
  expect(linesIn({ fr: ["c'est trop, ralentissez"] }, 'fr')).toBe("c'est trop, ralentissez");
  expect(withLines(undefined, 'fr', 'a, b\n\nc')).toEqual({ fr: ['a, b', 'c'] });
});
