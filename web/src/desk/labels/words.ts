import type { Viewer } from '../../api/desk';
import { named, type Catalogue } from '../../shared/language';

const en = {
  triage: 'What the last message is',
  lead: 'What is it? The next ones are compared with what you say.',
  kind: named({ problem: 'Problem', advice: 'Advice', comment: 'Comment', thanks: 'Thanks', order: 'Order', feedback: 'Feedback' }),
  unsure: 'not sure',
  needs: 'Needs an answer',
  none: 'No answer needed',
  sayNone: 'It needs no answer',
  sayNeeds: 'It needs an answer',
  tags: 'Tags',
  add: 'Add a tag',
  newTag: 'New tag',
  known: 'Tags in use',
  remove: (tag: string) => `Take the tag “${tag}” away`,
  aColleague: 'A colleague',
  viewer: (name: string, mode: Viewer['mode']) => `${name} ${{ viewing: 'is looking', replying: 'is writing to the customer', noting: 'is writing a note' }[mode]}`,
};

export type LabelWords = typeof en;

const fr: LabelWords = {
  triage: 'Ce qu’est le dernier message',
  lead: 'Qu’est-ce\u00a0? Les prochains seront comparés à ce que vous dites.',
  kind: named({ problem: 'Problème', advice: 'Conseil', comment: 'Commentaire', thanks: 'Merci', order: 'Commande', feedback: 'Avis' }),
  unsure: 'pas sûr',
  needs: 'Appelle une réponse',
  none: 'Pas de réponse à donner',
  sayNone: 'Il n’appelle pas de réponse',
  sayNeeds: 'Il appelle une réponse',
  tags: 'Étiquettes',
  add: 'Ajouter une étiquette',
  newTag: 'Nouvelle étiquette',
  known: 'Étiquettes en usage',
  remove: (tag) => `Retirer l’étiquette «\u00a0${tag}\u00a0»`,
  aColleague: 'Un collègue',
  viewer: (name, mode) => `${name} ${{ viewing: 'regarde', replying: 'écrit au client', noting: 'écrit une note' }[mode]}`,
};

export const labelWords: Catalogue<LabelWords> = { en, fr };
