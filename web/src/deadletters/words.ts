import type { Catalogue } from '../shared/language';

const en = {
  title: 'Failed',
  lead: 'What did not go through, and what came in and could not be read. Nothing is thrown away.',
  deliveries: 'Not delivered',
  inbox: 'Not understood',
  retry: 'Try again',
  open: 'Open the conversation',
  account: 'Account',
  why: 'Why',
  attempts: 'Attempts',
  when: 'When',
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
  open: 'Ouvrir la conversation',
  account: 'Compte',
  why: 'Pourquoi',
  attempts: 'Essais',
  when: 'Quand',
  none: 'Rien. Chaque message a trouvé son chemin.',
  noneInbox: 'Rien. Tout ce qui est arrivé a été compris.',
  failed: 'La liste n’a pas pu être chargée.',
};

export const words: Catalogue<typeof en> = { en, fr };
