import { describe, expect, it } from 'vitest';
import type { Canned } from '../api/work';
import { formOf, isWhole, kept } from './canned';

const known: Canned = {
  id: '1', at: '', shortcut: 'colis', title: 'Parcel', texts: { fr: 'Bonjour', en: ' ' }, team: 'parcels',
  acts: [{ act: 'tag', tags: ['parcel', 'late'] }, { act: 'snooze', hours: 4 }],
};

describe('a canned reply', () => {
  it('is shown as it can be written', () => {
    expect(formOf(known)).toEqual({ shortcut: 'colis', title: 'Parcel', texts: known.texts, tags: 'parcel, late', resolves: false });
    expect(isWhole(formOf(null))).toBe(false);
  });

  it('keeps what the form does not show, and resolves last', () => {
    const made = kept({ ...formOf(known), tags: 'parcel,, new ', resolves: true }, known);
    expect(made.acts).toEqual([{ act: 'tag', tags: ['parcel', 'new'] }, { act: 'snooze', hours: 4 }, { act: 'resolve' }]);
    expect([made.team, made.texts]).toEqual(['parcels', { fr: 'Bonjour' }]);
  });

  it.each([[' a b ', false], ['merci', true], ['à-bientôt', true], ['', false]])('is called by one word: %s', (shortcut, whole) =>
    expect(isWhole({ ...formOf(known), shortcut })).toBe(whole));
});
