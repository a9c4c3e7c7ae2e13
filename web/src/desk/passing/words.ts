import type { Catalogue } from '../../shared/language';

const en = {
  transfer: 'Pass it on',
  to: 'To whom',
  targets: { agent: 'A colleague', team: 'A team', queue: 'The queue', app: 'Another app' },
  appMeans: 'Who answers by hand in Meta’s inbox, or another program of the brand, gets the thread. We look on until it comes back.',
  appTo: 'Its id or role, if it is not Meta’s inbox',
  appNote: 'What it must know',
  appNoteMeans: 'Goes along with the thread, if you write anything.',
  agent: 'Colleague',
  team: 'Team',
  nobody: 'You have no colleagues yet.',
  queueMeans: 'Whoever is free and can gets it. It keeps its place.',
  reason: 'What they must know',
  reasonMeans: 'Colleagues only. It saves the customer from saying it again.',
  urgent: 'It is urgent',
  transferNow: 'Pass it on',
  conclusion: 'What came of it?',
  otherConclusion: 'Something else',
  noConclusion: 'Resolve without saying',
  snooze: 'Snooze',
  snoozeLead: 'It leaves your list until then. If the customer writes, it is back at once.',
  untilAnswer: 'Until they answer',
  until: { hours: 'In 3 hours', tomorrow: 'Tomorrow morning', monday: 'Monday morning' },
  date: 'Or on a day, at a time',
  snoozeThen: 'Snooze until then',
};

export type PassingWords = typeof en;

const fr: PassingWords = {
  transfer: 'Transférer',
  to: 'À qui',
  targets: { agent: 'Un collègue', team: 'Une équipe', queue: 'La file', app: 'Une autre app' },
  appMeans: 'Ceux qui répondent dans la boîte de Meta, ou un autre programme de la marque, reçoivent le fil. Nous regardons, jusqu’à ce qu’il revienne.',
  appTo: 'Identifiant ou rôle, si ce n’est pas la boîte Meta',
  appNote: 'Ce qu’elle doit savoir',
  appNoteMeans: 'Part avec le fil, si vous écrivez quelque chose.',
  agent: 'Collègue',
  team: 'Équipe',
  nobody: 'Vous n’avez pas encore de collègues.',
  queueMeans: 'Ira à qui est libre et sait faire. Le dossier garde sa place.',
  reason: 'Ce qu’il faut savoir',
  reasonMeans: 'Pour les collègues seulement. Le client n’aura pas à le redire.',
  urgent: 'C’est urgent',
  transferNow: 'Transférer',
  conclusion: 'Qu’est-ce que cela a donné\u00a0?',
  otherConclusion: 'Autre chose',
  noConclusion: 'Résoudre sans le dire',
  snooze: 'Mettre en veille',
  snoozeLead: 'Elle quitte votre liste jusque-là. Si le client écrit, elle revient aussitôt.',
  untilAnswer: 'Jusqu’à sa réponse',
  until: { hours: 'Dans 3 heures', tomorrow: 'Demain matin', monday: 'Lundi matin' },
  date: 'Ou à une date et une heure',
  snoozeThen: 'Mettre en veille jusque-là',
};

export const passingWords: Catalogue<PassingWords> = { en, fr };
