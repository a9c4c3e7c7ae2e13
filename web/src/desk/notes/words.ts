import { named, type Catalogue } from '../../shared/language';

const en = {
  kind: named({ note: 'Note', transfer: 'Passed on', presence: 'Who is there' }),
  you: 'You',
  gateway: 'Causerie',
  write: 'A note for colleagues. @ calls one.',
  add: 'Add the note',
  hint: 'The customer never sees it',
  refused: (why: string) => `The note was not kept: ${why}`,
  colleagues: 'Colleagues',
};

export type NoteWords = typeof en;

const fr: NoteWords = {
  kind: named({ note: 'Note', transfer: 'Transférée', presence: 'Qui est là' }),
  you: 'Vous',
  gateway: 'Causerie',
  write: 'Une note pour les collègues. @ en appelle un.',
  add: 'Ajouter la note',
  hint: 'Le client ne la voit jamais',
  refused: (why) => `La note n’a pas été gardée\u00a0: ${why}`,
  colleagues: 'Collègues',
};

export const noteWords: Catalogue<NoteWords> = { en, fr };
