import type { Catalogue } from '../../shared/language';
import { isCapital, type Command, type Group, type InField } from './keys';

interface Words {
  groups: Record<Group, string>;
  keys: (key: string) => string;
  asked: string;
  single: string;
  commands: Record<Command, string>;
  inField: string;
  palette: string;
  paletteHint: string;
  paletteNone: (query: string) => string;
  paletteFound: (count: number) => string;
  openPalette: string;
  goTo: string;
  changeLead: string;
  changeHint: string;
  change: (command: string, key: string) => string;
  press: string;
  pressLong: string;
  taken: (key: string, command: string) => string;
  cannot: { no_sign: string; browser: string };
  swap: string;
  reset: string;
  within: (part: string, place: string) => string;
  canned: string;
  fieldCommands: Record<InField, string>;
}

const en: Words = {
  groups: { moving: 'Going about', several: 'Several at once: acts then mean them all', duty: 'Being there', writing: 'Writing', acting: 'Acting on the conversation', triage: 'What the message is' },
  keys: (key) => (isCapital(key) ? `Shift + ${key}` : ({ Escape: 'Esc', '+': '+' })[key] ?? key.replaceAll('+', ' + ')),
  single: 'Letters alone are shortcuts (on this device)',
  asked: 'Enter confirms, arrows choose. Go on typing, and you are back where you write.',
  commands: {
    next: 'Next conversation', previous: 'Previous conversation', open: 'Go to the messages', unread: 'First new message, or the last of all', search: 'Search', context: 'Show or hide the context',
    help: 'This help', back: 'Back, or leave the field', accept: 'Accept what is offered', decline: 'Decline it', duty: 'Say whether you are there',
    reply: 'Write to the customer', note: 'Write a note for colleagues', use_draft: 'Use the bot’s draft', pivot: 'Continue elsewhere, in another app', attach: 'Attach files',
    take: 'Take over, or wake', resolve: 'Resolve', snooze: 'Snooze', transfer: 'Pass on', hand_back: 'Hand back to the bot', disengage: 'Disengage the bot here, or engage it',
    label: 'Add a tag', no_answer: 'Needs an answer, or none', problem: 'A problem', advice: 'Advice', comment: 'A comment', thanks: 'Thanks', order: 'An order', feedback: 'Feedback',
    choose: 'Choose this one, or let it go (Esc: all)', choose_range: 'All since the last one chosen',
  },
  inField: 'In the field',
  palette: 'Commands',
  paletteHint: 'What do you want to do?',
  paletteNone: (query) => `Nothing here is called “${query}”.`,
  paletteFound: (count) => (count === 1 ? 'One found' : `${count} found`),
  openPalette: 'All commands',
  goTo: 'Go to',
  changeLead: 'Choose a key below to give its command another (in this browser).',
  changeHint: 'Give it another key',
  change: (command, key) => `${command}: ${key}. Change the key`,
  press: 'Press…',
  pressLong: 'Press the new key. Escape leaves it as it is.',
  taken: (key, command) => `${key} is the key of “${command}”.`,
  cannot: { no_sign: 'A letter, figure or sign, also with Alt held.', browser: 'The browser has that one. Hold Alt or Shift as well.' },
  swap: 'Exchange them',
  reset: 'All as they were',
  within: (part, place) => `${part}: ${place}`,
  canned: 'Canned replies',
  fieldCommands: { send: 'Send', line: 'A new line', send_resolve: 'Send, then resolve', send_snooze: 'Send, then snooze' },
};

const fr: Words = {
  groups: { moving: 'Se déplacer', several: 'Plusieurs à la fois\u00a0: les actes valent alors pour toutes', duty: 'Être là', writing: 'Écrire', acting: 'Agir sur la conversation', triage: 'Ce qu’est le message' },
  keys: (key) => (isCapital(key) ? `Maj + ${key}` : ({ Escape: 'Échap', '+': '+' })[key] ?? key.replace('Enter', 'Entrée').replace('Shift', 'Maj').replaceAll('+', ' + ')),
  single: 'Une lettre seule est un raccourci (sur cet appareil)',
  asked: 'Entrée confirme, les flèches choisissent. Si vous continuez à taper, vous revenez à votre texte.',
  commands: {
    next: 'Conversation suivante', previous: 'Conversation précédente', open: 'Aller aux messages', unread: 'Premier nouveau message, ou le dernier', search: 'Chercher', context: 'Montrer ou cacher le contexte',
    help: 'Cette aide', back: 'Revenir, ou quitter le champ', accept: 'Accepter ce qui est proposé', decline: 'Le refuser', duty: 'Dire si vous êtes là',
    reply: 'Écrire au client', note: 'Écrire une note aux collègues', use_draft: 'Reprendre le brouillon du bot', pivot: 'Continuer ailleurs, dans une autre app', attach: 'Joindre des fichiers',
    take: 'Prendre la main, ou réveiller', resolve: 'Résoudre', snooze: 'Mettre en veille', transfer: 'Transférer', hand_back: 'Rendre au bot', disengage: 'Débrayer la machine ici, ou l’embrayer',
    label: 'Ajouter une étiquette', no_answer: 'Appelle une réponse, ou aucune', problem: 'Un problème', advice: 'Un conseil', comment: 'Un commentaire', thanks: 'Un merci', order: 'Une commande', feedback: 'Un avis',
    choose: 'Choisir celle-ci, ou non (Échap\u00a0: aucune)', choose_range: 'Toutes, depuis la dernière choisie',
  },
  inField: 'Dans le champ',
  palette: 'Actions',
  paletteHint: 'Que voulez-vous faire\u00a0?',
  paletteNone: (query) => `Rien ne s’appelle «\u00a0${query}\u00a0» ici.`,
  paletteFound: (count) => (count === 1 ? 'Un résultat' : `${count} résultats`),
  openPalette: 'Toutes les actions',
  goTo: 'Aller à',
  changeLead: 'Choisissez une touche ci-dessous pour en donner une autre à son action (dans ce navigateur).',
  changeHint: 'Lui donner une autre touche',
  change: (command, key) => `${command}\u00a0: ${key}. Changer la touche`,
  press: 'Pressez…',
  pressLong: 'Pressez la nouvelle touche. Échap n’y change rien.',
  taken: (key, command) => `${key} est la touche de «\u00a0${command}\u00a0».`,
  cannot: { no_sign: 'Une lettre, un chiffre ou un signe, aussi avec Alt.', browser: 'Le navigateur a celle-là. Tenez aussi Alt ou Maj.' },
  swap: 'Les échanger',
  reset: 'Tout remettre',
  within: (part, place) => `${part}\u00a0: ${place}`,
  canned: 'Réponses types',
  fieldCommands: { send: 'Envoyer', line: 'Aller à la ligne', send_resolve: 'Envoyer, puis résoudre', send_snooze: 'Envoyer, puis mettre en veille' },
};

export const keyWords: Catalogue<Words> = { en, fr };
