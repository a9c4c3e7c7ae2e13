import { named, type Catalogue } from '../../shared/language';

const en = {
  owner: named({ bot: 'Bot', queue: 'In the queue', offer: 'Offered', external: 'Another app', agent: 'Agent' }),
  act: named({
    begin: 'began', begin_with_people: 'began with people', hand_off: 'asked for a person', give_up: 'the bot gave up', fail: 'the bot failed', take: 'taken over',
    answered_elsewhere: 'answered from another app', offer: 'was offered it', assign: 'was given it', accept: 'accepted', decline: 'declined, or time was up', rescind: 'withdrawn',
    choose_bot: 'chose the bot', disconnect: 'the agent was gone', stay_silent: 'no answer came', abandon: 'the customer left', end_shift: 'the shift ended', transfer: 'passed on', snooze: 'snoozed', wake: 'woke',
    wake_to_queue: 'woke', hand_back: 'handed back', resolve: 'resolved', write_again: 'wrote again', write_later: 'wrote again', disengage: 'the bot was disengaged',
    give_to_desk: 'given to another desk', lose_thread: 'another app has the thread', regain_thread: 'the thread came back', regain_to_queue: 'the thread came back',
  }),
  why: named({ only_one: 'the only one who could', last_agent: 'knew the customer', load: 'carried the least', breadth: 'leaves the most versatile free', idle: 'was free the longest', name: 'all else was even' }),
};

export type WhyWords = typeof en;

const fr: WhyWords = {
  owner: named({ bot: 'Bot', queue: 'Dans la file', offer: 'Proposée', external: 'Une autre app', agent: 'Conseiller' }),
  act: named({
    begin: 'début', begin_with_people: 'début avec une personne', hand_off: 'une personne demandée', give_up: 'le bot a renoncé', fail: 'le bot a échoué', take: 'prise en main',
    answered_elsewhere: 'répondu depuis une autre app', offer: 'proposée', assign: 'attribuée', accept: 'acceptée', decline: 'refusée, ou temps passé', rescind: 'retirée',
    choose_bot: 'le bot choisi', disconnect: 'le conseiller n’était plus là', stay_silent: 'sans réponse', abandon: 'le client est parti', end_shift: 'fin de service', transfer: 'transférée', snooze: 'mise en veille', wake: 'réveillée',
    wake_to_queue: 'réveillée', hand_back: 'rendue', resolve: 'résolue', write_again: 'a écrit de nouveau', write_later: 'a écrit de nouveau', disengage: 'la machine débrayée',
    give_to_desk: 'confiée à un autre desk', lose_thread: 'le fil est à une autre app', regain_thread: 'le fil est revenu', regain_to_queue: 'le fil est revenu',
  }),
  why: named({ only_one: 'seul·e à pouvoir', last_agent: 'connaissait le client', load: 'en avait le moins', breadth: 'laisse libres les plus polyvalents', idle: 'libre depuis le plus longtemps', name: 'tout le reste à égalité' }),
};

export const whyWords: Catalogue<WhyWords> = { en, fr };
