import { expect, it } from 'vitest';
import { suggestedTags, withTag } from './tags';

const known = [{ tag: 'livraison', times: 2 }, { tag: 'retour', times: 9 }, { tag: 'Retard de livraison', times: 5 }];

it.each([
  ['', [], ['retour', 'Retard de livraison', 'livraison']],
  ['liv', [], ['livraison', 'Retard de livraison']],
  ['RET', ['retour'], ['Retard de livraison']],
  ['rien', [], []],
])('%s', (text, has, expected) => expect(suggestedTags(known, has, text)).toEqual(expected));

it('holds each once', () => {
  expect(withTag(['vip'], 'VIP')).toEqual(['vip']);
  expect(withTag(['vip'], 'retour')).toEqual(['vip', 'retour']);
});
