import type { Catalogue } from '../shared/language';

const en = {
  title: 'Failed',
  lead: 'What did not go through, and what came in and could not be read. Nothing is thrown away.',
  deliveries: 'Not delivered',
  inbox: 'Not understood',
  retry: 'Try again',
  open: 'Open',
  openWhole: 'Open the conversation',
  attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  perhaps: 'may have arrived',
  refused: 'That could not be tried again: it may have left meanwhile.',
  none: 'Nothing. Every message found its way.',
  noneInbox: 'Nothing. Everything that came in was understood.',
  failed: 'The list could not be fetched.',
};

const fr: typeof en = {
  title: 'En échec',
  lead: 'Ce qui n’est pas passé, et ce qui est arrivé sans pouvoir être lu. Rien n’est jeté.',
  deliveries: 'Non remis',
  inbox: 'Non compris',
  retry: 'Réessayer',
  open: 'Ouvrir',
  openWhole: 'Ouvrir la conversation',
  attempts: (count) => (count === 1 ? '1 essai' : `${count} essais`),
  perhaps: 'peut-être arrivé',
  refused: 'Impossible de réessayer\u00a0: le message est peut-être parti entre-temps.',
  none: 'Rien. Chaque message a trouvé son chemin.',
  noneInbox: 'Rien. Tout ce qui est arrivé a été compris.',
  failed: 'La liste n’a pas pu être chargée.',
};

export const words: Catalogue<typeof en> = { en, fr };
