import { describe, expect, it } from 'vitest';
import type { Approved } from '../../api/templates';
import { asMessage, isWhole, ordered, piecesOf, saidBy } from './templates';

const ready: Approved = { template_id: 'ready', name: 'ready', locale: 'fr', body: 'Bonjour {{1}}, {{2}} est prête.', blanks: [{ key: '1', example: 'Marie' }, { key: '2' }, { key: 'button.0', kind: 'link' }] };

describe('an approved message', () => {
  it('shows what is filled and what is still open', () => {
    expect(piecesOf(ready.body, { 1: ' Marie ' })).toEqual([{ text: 'Bonjour ' }, { text: 'Marie', blank: 'filled' }, { text: ', ' }, { text: '{{2}}', blank: 'open' }, { text: ' est prête.' }]);
    expect(piecesOf('Pour {{1}}', { header: 'vous' }, 'header')).toEqual([{ text: 'Pour ' }, { text: 'vous', blank: 'filled' }]);
  });

  it.each([
    [{}, false],
    [{ 1: 'Marie', 2: 'La vôtre' }, false],
    [{ 1: 'Marie', 2: ' ', 'button.0': 'x' }, false],
    [{ 1: 'Marie', 2: 'La vôtre', 'button.0': 'x' }, true],
  ])('%j is whole: %s', (values, whole) => expect(isWhole(ready, values)).toBe(whole));

  it('takes the address of a picture, and nothing else for one', () => {
    const pictured: Approved = { ...ready, blanks: [{ key: 'header', kind: 'media' }] };
    expect([isWhole(pictured, { header: 'a picture' }), isWhole(pictured, { header: 'https://x.example/a.png' })]).toEqual([false, true]);
  });

  it('has a file of the agent’s above it in the place of an address', () => {
    const file = { id: 'f', kind: 'image', mime: 'image/png', name: 'a.png', size: 1, ways: [] };
    const pictured: Approved = { ...ready, media: 'image', blanks: [{ key: 'header', kind: 'media' }, { key: '1' }] };
    expect([isWhole(pictured, { 1: 'Marie' }), isWhole(pictured, { 1: 'Marie' }, file), isWhole(pictured, {}, file)]).toEqual([false, true, false]);
    expect(asMessage(pictured, { 1: 'Marie', header: 'half an addr' }, file)).toEqual({ type: 'template', template_id: 'ready', locale: 'fr', params: { 1: 'Marie' }, header: { type: 'media', kind: 'image', media_id: 'f', name: 'a.png' } });
  });

  it('is sent with all that it asks for', () => {
    const values = { 1: 'Marie', 2: 'A-1', 'button.0': '/orders/1' };
    expect(asMessage(ready, values)).toEqual({ type: 'template', template_id: 'ready', locale: 'fr', params: { 1: 'Marie', 2: 'A-1', 'button.0': 'url:/orders/1' } });
    expect(saidBy(ready, values)).toBe('Bonjour Marie, A-1 est prête.');
  });

  it('stands first in the customer’s language', () => {
    const all = ['en', 'fr_FR', 'fr'].map((locale) => ({ ...ready, locale }));
    expect(ordered(all, 'fr').map(({ locale }) => locale)).toEqual(['fr_FR', 'fr', 'en']);
    expect(ordered(all, null).map(({ locale }) => locale)).toEqual(['en', 'fr_FR', 'fr']);
  });
});
