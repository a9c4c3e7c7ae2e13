import type { Catalogue } from '../shared/language';

const en = {
  title: 'Log in',
  lead: 'The Desk is where people take over from the bot.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Log in',
  wrong: 'E-mail or password is wrong.',
  tooMany: 'Too many attempts. Wait a minute.',
  offline: 'The server does not answer.',
  again: 'Try again',
  demo: 'Demonstration: log in as',
  phones: 'Open the customers’ phones',
  role: (role: string): string => (role === 'admin' ? 'Admin' : 'Agent'),
};

const fr: typeof en = {
  title: 'Connexion',
  lead: 'Le bureau, là où les personnes prennent le relais du bot.',
  email: 'E-mail',
  password: 'Mot de passe',
  submit: 'Se connecter',
  wrong: 'E-mail ou mot de passe incorrect.',
  tooMany: 'Trop d’essais. Attendez une minute.',
  offline: 'Le serveur ne répond pas.',
  again: 'Réessayer',
  demo: 'Démonstration\u00a0: se connecter comme',
  phones: 'Ouvrir les téléphones des clients',
  role: (role) => (role === 'admin' ? 'Administration' : 'Conseil'),
};

export const words: Catalogue<typeof en> = { en, fr };
