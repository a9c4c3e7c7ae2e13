import type { Catalogue } from '../../shared/language';
import type { Deed, DeedKind } from './deeds';

type Unit = 'second' | 'minute' | 'hour' | 'day';
type Done = Record<Deed['kind'], (count: number) => string>;

const one = (count: number, single: string, several: string) => (count === 1 ? single : several);

const en = {
  several: 'Several conversations',
  choose: (name: string) => `Choose ${name}`,
  chosen: (count: number) => `${count} chosen`,
  all: (count: number) => `Choose all ${count} shown`,
  letGo: 'Let go',
  acts: { resolve: 'Resolve', snooze: 'Snooze', transfer: 'Pass on', tag: 'Tag', no_answer: 'No answer needed' } satisfies Record<DeedKind, string>,
  fits: (fit: number, all: number) => `with ${fit} of ${all}`,
  fitsNone: { resolve: 'None of these can be resolved by you', snooze: 'Only what is yours can be snoozed', transfer: 'None of these is yours to pass on', tag: '', no_answer: 'None of these waits for an answer' } satisfies Record<DeedKind, string>,
  sure: {
    resolve: (count: number) => one(count, 'Resolve this conversation?', `Resolve ${count} conversations?`),
    no_answer: (count: number) => one(count, 'It needs no answer?', `${count} conversations need no answer?`),
  },
  noAnswerMeans: 'Nobody is expected to answer there any more, until the customer writes again.',
  with: (count: number) => one(count, '1 conversation:', `${count} conversations:`),
  stands: (name: string, why: string) => `${name}: ${why}`,
  more: (count: number) => `${count} more`,
  stays: (count: number) => one(count, 'Stays as it is:', 'Stay as they are:'),
  working: (done: number, of: number) => `${done} of ${of}…`,
  done: {
    resolve: (count) => `${count} resolved`,
    snooze: (count) => `${count} snoozed`,
    transfer: (count) => `${count} passed on`,
    tag: (count) => `${count} tagged`,
    no_answer: (count) => one(count, '1 needs no answer', `${count} need no answer`),
  } satisfies Done,
  left: (count: number) => `${count} not`,
  notPassed: 'What did not pass',
  again: 'Try again',
  open: (name: string) => `Open ${name}`,
  chooseAgain: 'Choose again',
  newRows: (count: number) => `${count} new`,
  toTop: 'Go to the top of the list',
  ago: (count: number, unit: Unit) => (count === 0 ? 'just now' : `${count} ${{ second: 's', minute: 'min', hour: 'h', day: 'd' }[unit]} ago`),
  somebody: 'a colleague',
  happened: (act: string, by: string, owner: string, ago: string): string =>
    ({
      take: `${by} took it ${ago}`, accept: `${by} took it ${ago}`, resolve: `${by} resolved it ${ago}`, snooze: `${by} snoozed it ${ago}`,
      transfer: `${by} passed it on ${ago}`, hand_back: `${by} gave it back to the bot ${ago}`, offer: `it was offered to ${owner} ${ago}`, assign: `it was given to ${owner} ${ago}`,
      decline: `it came back to the queue ${ago}`, choose_bot: `the customer chose the bot ${ago}`, write_again: `the customer wrote again ${ago}`,
    })[act] ?? `it changed hands ${ago}`,
  wroteAgain: 'the customer has written since you chose it: read it first',
  held: { me: 'it is yours and snoozed', agent: (name: string) => `${name} has it`, bot: 'the bot has it', queue: 'nobody has it yet', offer: 'it is being offered', external: 'another app has it' },
  isResolved: 'it is resolved',
  needsNone: 'it waits for no answer',
  unseen: 'you can no longer see it',
};

export type SeveralWords = typeof en;

const fr: SeveralWords = {
  several: 'Plusieurs conversations',
  choose: (name) => `Choisir ${name}`,
  chosen: (count) => one(count, '1 choisie', `${count} choisies`),
  all: (count) => `Choisir les ${count} affichées`,
  letGo: 'Ne plus rien choisir',
  acts: { resolve: 'Résoudre', snooze: 'Mettre en veille', transfer: 'Transférer', tag: 'Étiqueter', no_answer: 'Réponse inutile' },
  fits: (fit, all) => `pour ${fit} sur ${all}`,
  fitsNone: { resolve: 'Vous ne pouvez résoudre aucune de celles-ci', snooze: 'Seul ce qui est à vous peut être mis en veille', transfer: 'Aucune de celles-ci n’est à vous', tag: '', no_answer: 'Aucune de celles-ci n’attend de réponse' },
  sure: {
    resolve: (count) => one(count, 'Résoudre cette conversation\u00a0?', `Résoudre ${count} conversations\u00a0?`),
    no_answer: (count) => one(count, 'Elle n’appelle pas de réponse\u00a0?', `${count} conversations n’appellent pas de réponse\u00a0?`),
  },
  noAnswerMeans: 'Plus personne n’est attendu là, jusqu’à ce que le client écrive de nouveau.',
  with: (count) => one(count, '1 conversation\u00a0:', `${count} conversations\u00a0:`),
  stands: (name, why) => `${name}\u00a0: ${why}`,
  more: (count) => `${count} de plus`,
  stays: (count) => one(count, 'Reste comme elle est\u00a0:', 'Restent comme elles sont\u00a0:'),
  working: (done, of) => `${done} sur ${of}…`,
  done: {
    resolve: (count) => one(count, '1 résolue', `${count} résolues`),
    snooze: (count) => `${count} en veille`,
    transfer: (count) => one(count, '1 transférée', `${count} transférées`),
    tag: (count) => one(count, '1 étiquetée', `${count} étiquetées`),
    no_answer: (count) => one(count, '1 n’appelle pas de réponse', `${count} n’appellent pas de réponse`),
  },
  left: (count) => `${count} non`,
  notPassed: 'Ce qui n’est pas passé',
  again: 'Réessayer',
  open: (name) => `Ouvrir ${name}`,
  chooseAgain: 'Choisir de nouveau',
  newRows: (count) => one(count, '1 nouvelle', `${count} nouvelles`),
  toTop: 'Revenir en haut de la liste',
  ago: (count, unit) => (count === 0 ? 'à l’instant' : `il y a ${count} ${{ second: 's', minute: 'min', hour: 'h', day: 'j' }[unit]}`),
  somebody: 'un collègue',
  happened: (act, by, owner, ago) =>
    ({
      take: `${by} l’a prise ${ago}`, accept: `${by} l’a prise ${ago}`, resolve: `${by} l’a résolue ${ago}`, snooze: `${by} l’a mise en veille ${ago}`,
      transfer: `${by} l’a transférée ${ago}`, hand_back: `${by} l’a rendue au bot ${ago}`, offer: `elle a été proposée à ${owner} ${ago}`, assign: `elle a été attribuée à ${owner} ${ago}`,
      decline: `elle est revenue dans la file ${ago}`, choose_bot: `le client a choisi le bot ${ago}`, write_again: `le client a écrit de nouveau ${ago}`,
    })[act] ?? `elle a changé de mains ${ago}`,
  wroteAgain: 'le client a écrit depuis que vous l’avez choisie\u00a0: à lire d’abord',
  held: { me: 'elle est à vous, en veille', agent: (name) => `${name} l’a`, bot: 'le bot l’a', queue: 'personne ne l’a encore', offer: 'elle est en cours d’attribution', external: 'une autre app l’a' },
  isResolved: 'elle est résolue',
  needsNone: 'elle n’attend pas de réponse',
  unseen: 'vous ne la voyez plus',
};

export const severalWords: Catalogue<SeveralWords> = { en, fr };
