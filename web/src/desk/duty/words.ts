import { named, type Catalogue } from '../../shared/language';

const en = {
  title: 'Whether you are there',
  status: named({ available: 'Available', busy: 'Busy', away: 'Away', offline: 'Off duty', none: 'Not on duty' }),
  means: named({ available: 'cases are offered to you', busy: 'you keep yours, nothing new comes', away: 'back in a while', offline: 'the day is over' }),
  handOver: 'Hand over what waits for me, when I go',
  carries: (load: number, capacity: number) => `You carry ${load} of ${capacity}`,
  of: (load: number, capacity: number) => `${load} / ${capacity}`,
  why: named({ missed: 'Two offers went by: you were set away.', disconnected: 'Your page was gone: you were set away.' }),
  back: 'I am here',
  failed: 'That could not be said. Try again.',
  offered: (name: string) => `A case is offered to you: ${name}`,
  lead: 'Offered to you',
  others: (count: number) => `and ${count} more`,
  left: (seconds: number) => `${seconds} seconds left`,
  accept: 'Accept',
  decline: 'Decline',
  keep: 'Back',
  why_not: 'Why not? A note for whoever gets it',
  example: 'I am on the phone',
  gone: { timed_out: 'Time was up: the case goes to somebody else.', withdrawn: 'The offer was withdrawn.' },
  stands: (seconds: number) => `offered to you, ${seconds} s`,
};

export type DutyWords = typeof en;

const fr: DutyWords = {
  title: 'Votre disponibilité',
  status: named({ available: 'Disponible', busy: 'Occupé·e', away: 'Absent·e', offline: 'Hors service', none: 'Pas en service' }),
  means: named({ available: 'des dossiers vous sont proposés', busy: 'vous gardez les vôtres, rien ne vient', away: 'de retour bientôt', offline: 'la journée est finie' }),
  handOver: 'Passer à d’autres ce qui m’attend, en partant',
  carries: (load, capacity) => `Vous en avez ${load} sur ${capacity}`,
  of: (load, capacity) => `${load} / ${capacity}`,
  why: named({ missed: 'Deux propositions sont passées\u00a0: vous êtes absent·e.', disconnected: 'Votre page n’était plus là\u00a0: vous êtes absent·e.' }),
  back: 'Je suis là',
  failed: 'Cela n’a pas pu être dit. Réessayez.',
  offered: (name) => `Un dossier vous est proposé\u00a0: ${name}`,
  lead: 'Proposé à vous',
  others: (count) => `et ${count} de plus`,
  left: (seconds) => `encore ${seconds} secondes`,
  accept: 'Accepter',
  decline: 'Refuser',
  keep: 'Retour',
  why_not: 'Pourquoi\u00a0? Une note pour qui le recevra',
  example: 'Je suis au téléphone',
  gone: { timed_out: 'Le temps est passé\u00a0: le dossier va à quelqu’un d’autre.', withdrawn: 'La proposition a été retirée.' },
  stands: (seconds) => `proposé à vous, ${seconds}\u00a0s`,
};

export const dutyWords: Catalogue<DutyWords> = { en, fr };
