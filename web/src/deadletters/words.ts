import { named, type Catalogue } from '../shared/language';

/** Why a webhook did not hear; any other code is an answer of its own. */
function unheard(names: Record<string, string>, answered: string): (code: string) => string {
  return (code) => (code.startsWith('http_') && !(code in names) ? answered : named(names)(code));
}

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
  bulletins: 'Not heard by your webhooks',
  noneBulletins: 'Nothing. Your webhooks heard all there was to tell.',
  waitingBulletins: (count: number) => (count === 1 ? '1 more is still being told, or tried again.' : `${count} more are still being told, or tried again.`),
  refusedBulletin: 'That could not be told again: it may have been heard meanwhile.',
  unheard: unheard({ http_410: 'It wants no more of it', timeout: 'No answer in time', unreachable: 'Could not be reached', private_address: 'Its address is one that only we reach', bad_address: 'Its address is none' }, 'It answered with an error'),
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
  bulletins: 'Pas entendu par vos webhooks',
  noneBulletins: 'Rien. Vos webhooks ont tout entendu.',
  waitingBulletins: (count) => (count === 1 ? 'Un autre est encore en cours, ou sera répété.' : `${count} autres sont encore en cours, ou seront répétés.`),
  refusedBulletin: 'Impossible de le redire\u00a0: il a peut-être été entendu entre-temps.',
  unheard: unheard({ http_410: 'N’en veut plus', timeout: 'Pas de réponse à temps', unreachable: 'Injoignable', private_address: 'Son adresse n’est joignable que de chez nous', bad_address: 'Son adresse n’en est pas une' }, 'A répondu par une erreur'),
};

export const words: Catalogue<typeof en> = { en, fr };
