import type { Catalogue } from '../shared/language';

const en = {
  title: 'Log in',
  lead: 'The Desk is where people take over from the bot.',
  email: 'E-mail',
  password: 'Password',
  showPassword: 'Show the password',
  submit: 'Log in',
  wrong: 'E-mail or password is wrong.',
  tooMany: 'Too many attempts. Wait a while, then try again.',
  offline: 'The server does not answer.',
  again: 'Try again',
  demo: 'Demonstration: log in as',
  phones: 'Open the customers’ phones',
  role: (role: string): string => (role === 'admin' ? 'Administrator' : 'Agent'),
};

const fr: typeof en = {
  title: 'Connexion',
  lead: 'Le bureau, là où les personnes prennent le relais du bot.',
  email: 'E-mail',
  password: 'Mot de passe',
  showPassword: 'Montrer le mot de passe',
  submit: 'Se connecter',
  wrong: 'E-mail ou mot de passe incorrect.',
  tooMany: 'Trop d’essais. Attendez un moment, puis réessayez.',
  offline: 'Le serveur ne répond pas.',
  again: 'Réessayer',
  demo: 'Démonstration\u00a0: se connecter comme',
  phones: 'Ouvrir les téléphones des clients',
  role: (role) => (role === 'admin' ? 'Administrateur' : 'Conseiller'),
};

export const words: Catalogue<typeof en> = { en, fr };
