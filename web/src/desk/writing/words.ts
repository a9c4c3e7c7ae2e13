import { named, type Catalogue, type Language } from '../../shared/language';

const en = {
  mode: 'What you write',
  modes: { reply: 'Reply', note: 'Note' },
  canned: 'Canned replies',
  cannedHint: 'Enter sends, / calls a canned reply',
  macro: (acts: string) => `Then: ${acts}`,
  macroActs: named({ tag: 'tag', transfer: 'pass on', snooze: 'snooze', resolve: 'resolve' }),
  noMacro: 'Only the words',
  botDraft: 'The bot was about to say',
  useDraft: 'Use it',
  dismiss: 'Not this',
  by: 'Answer by',
  way: (channel: string, address: string) => `${channel} · ${address}`,
  closed: (channel: string) => `${channel} takes no free words now: its reply window is closed until the customer writes.`,
  human: 'The window for bots is over; what you write yourself still passes.',
  left: 'What can still be done:',
  answerBy: (channel: string) => `Answer by ${channel}`,
  template: 'Send an approved message',
  templateName: 'Name of the approved message',
  locale: 'Language',
  params: 'Its blanks',
  paramsExample: '1=Marie, one a line',
  sendTemplate: 'Send it',
  whichTemplate: 'Approved message',
  refreshTemplates: 'Ask the provider again',
  listFrom: (when: string) => `list of ${when}`,
  oldList: (when: string) => `The provider does not answer now; this list is of ${when}.`,
  noTemplates: 'The provider has approved no message yet.',
  noList: (code: string): string => (code === 'no_waba_id' ? 'The account does not say whose approved messages it uses: an admin adds waba_id. By name it goes all the same.' : 'The provider did not list them. By name it goes all the same.'),
  blank: (key: string) => (/^\d+$/.test(key) ? `Blank ${key}` : key.replaceAll('_', ' ')),
  blankHeader: 'Title',
  blankMedia: 'Address of the picture, film or document',
  headerFile: (media: string): string => ({ image: 'Choose a picture', video: 'Choose a film' })[media] ?? 'Choose a document',
  blankLink: 'End of the button’s link',
  preview: 'What the customer will read',
  writeNote: 'Write a note',
  pivot: 'Continue elsewhere',
  pivotTo: (channel: string) => `To ${channel}`,
  pivotLead: 'A link or code, good for 15 minutes: the customer goes on there without saying anything again.',
  pivotNowhere: 'The customer is known in every app already.',
  pivotMade: (channel: string) => `The way to ${channel} is in your message. Send it.`,
  sendMore: 'Send, and then',
  attach: 'Attach files',
  attachedAll: 'Files that go along',
  attachedFull: (most: number) => `At most ${most} at once: the others were left out.`,
  wordsStand: (place: 'under' | 'before' | 'too_long', channel: string, files: number): string => {
    const each = files > 1 ? `${files} messages, one a file. ` : '';
    if (place === 'under') return files > 1 ? `${each}Your words stand under the first.` : `${channel} shows your words under it.`;
    return place === 'before' ? `${each}${channel} puts no words under ${files > 1 ? 'such files' : 'it'}: they go first, as a message of their own.` : `${each}Your words are too long to stand under a file: they go first, as a message of their own.`;
  },
  attached: (name: string) => `File: ${name}`,
  removeFile: (name: string) => `Remove ${name}`,
  arriving: 'Uploading…',
  dropHere: 'Drop it here to send it',
  asFile: (channel: string) => `${channel} carries it as a document.`,
  notCarried: (channel: string) => `${channel} does not carry files of this type.`,
  tooLarge: (channel: string, most: string) => `Too large: ${channel} carries at most ${most}.`,
  fileRefused: (code: string, most: string) =>
    ({ file_type: 'Files of this type are not sent. Pictures, sound, films, PDF, office documents and plain text are.', file_too_large: `Too large: at most ${most}.`, file_broken: 'The picture cannot be read to its end. Save it anew, then choose it again.', file_empty: 'The file is empty.', too_many_files: 'Too many files wait here already: remove some.', offline: 'No connection. Remove it and choose it again.' })[code] ?? 'It could not be uploaded. Remove it and choose it again.',
};

export type WritingWords = typeof en;

const fr: WritingWords = {
  mode: 'Ce que vous écrivez',
  modes: { reply: 'Réponse', note: 'Note' },
  canned: 'Réponses types',
  cannedHint: 'Entrée envoie, / appelle une réponse type',
  macro: (acts) => `Puis\u00a0: ${acts}`,
  macroActs: named({ tag: 'étiqueter', transfer: 'transférer', snooze: 'mettre en veille', resolve: 'résoudre' }),
  noMacro: 'Les mots seulement',
  botDraft: 'Le bot allait dire',
  useDraft: 'Reprendre',
  dismiss: 'Pas cela',
  by: 'Répondre par',
  way: (channel, address) => `${channel} · ${address}`,
  closed: (channel) => `${channel} ne prend plus de texte libre\u00a0: son délai de réponse est passé, jusqu’au prochain message du client.`,
  human: 'Le délai du bot est passé\u00a0; ce que vous écrivez vous-même passe encore.',
  left: 'Ce qui reste possible\u00a0:',
  answerBy: (channel) => `Répondre par ${channel}`,
  template: 'Envoyer un message approuvé',
  templateName: 'Nom du message approuvé',
  locale: 'Langue',
  params: 'Ses blancs',
  paramsExample: '1=Marie, un par ligne',
  sendTemplate: 'L’envoyer',
  whichTemplate: 'Message approuvé',
  refreshTemplates: 'Redemander au fournisseur',
  listFrom: (when) => `liste du ${when}`,
  oldList: (when) => `Le fournisseur ne répond pas\u00a0; cette liste date du ${when}.`,
  noTemplates: 'Le fournisseur n’a encore approuvé aucun message.',
  noList: (code) => (code === 'no_waba_id' ? 'Le compte ne dit pas de qui viennent ses messages approuvés\u00a0: un admin ajoute waba_id. Par son nom, il part quand même.' : 'Le fournisseur n’a pas donné la liste. Par son nom, il part quand même.'),
  blank: (key) => (/^\d+$/.test(key) ? `Blanc ${key}` : key.replaceAll('_', ' ')),
  blankHeader: 'Titre',
  blankMedia: 'Adresse de l’image, du film ou du document',
  headerFile: (media) => ({ image: 'Choisir une image', video: 'Choisir un film' })[media] ?? 'Choisir un document',
  blankLink: 'Fin du lien du bouton',
  preview: 'Ce que lira le client',
  writeNote: 'Écrire une note',
  pivot: 'Continuer ailleurs',
  pivotTo: (channel) => `Vers ${channel}`,
  pivotLead: 'Un lien ou un code, bon 15 minutes\u00a0: le client continue là-bas sans rien redire.',
  pivotNowhere: 'Le client est déjà connu dans toutes les apps.',
  pivotMade: (channel) => `Le chemin vers ${channel} est dans votre message. Envoyez-le.`,
  sendMore: 'Envoyer, et ensuite',
  attach: 'Joindre des fichiers',
  attachedAll: 'Fichiers joints',
  attachedFull: (most) => `Au plus ${most} à la fois\u00a0: les autres ont été laissés.`,
  wordsStand: (place, channel, files) => {
    const each = files > 1 ? `${files} messages, un par fichier. ` : '';
    if (place === 'under') return files > 1 ? `${each}Vos mots iront sous le premier.` : `${channel} montrera vos mots dessous.`;
    return place === 'before' ? `${each}${channel} ne met pas de mots sous ${files > 1 ? 'de tels fichiers' : 'ce fichier'}\u00a0: ils partiront d’abord, à part.` : `${each}Vos mots sont trop longs pour aller sous un fichier\u00a0: ils partiront d’abord, à part.`;
  },
  attached: (name) => `Fichier\u00a0: ${name}`,
  removeFile: (name) => `Retirer ${name}`,
  arriving: 'Envoi au serveur…',
  dropHere: 'Déposez-le ici pour l’envoyer',
  asFile: (channel) => `${channel} le transmettra comme document.`,
  notCarried: (channel) => `${channel} ne transmet pas ce type de fichier.`,
  tooLarge: (channel, most) => `Trop lourd\u00a0: ${channel} transmet au plus ${most}.`,
  fileRefused: (code, most) =>
    ({ file_type: 'Ce type de fichier ne s’envoie pas. Images, sons, films, PDF, documents de bureau et texte simple, oui.', file_too_large: `Trop lourd\u00a0: au plus ${most}.`, file_broken: 'L’image ne se lit pas jusqu’au bout. Enregistrez-la de nouveau, puis choisissez-la.', file_empty: 'Le fichier est vide.', too_many_files: 'Trop de fichiers attendent déjà ici\u00a0: retirez-en.', offline: 'Pas de connexion. Retirez-le et choisissez-le de nouveau.' })[code] ?? 'Il n’a pas pu être reçu. Retirez-le et choisissez-le de nouveau.',
};

export const writingWords: Catalogue<WritingWords> = { en, fr };

/** What the customer reads, in their own language. */
const PIVOT: Record<Language, (channel: string, link: string | null, code: string) => string> = {
  en: (channel, link, code) => (link ? `To go on in ${channel}, open ${link} (good for 15 minutes).` : `To go on in ${channel}, write ${code} to us there (good for 15 minutes).`),
  fr: (channel, link, code) => (link ? `Pour continuer sur ${channel}, ouvrez ${link} (valable 15 minutes).` : `Pour continuer sur ${channel}, écrivez-nous ${code} là-bas (valable 15 minutes).`),
};

export function pivotText(language: string | null, channel: string, link: string | null, code: string): string {
  return PIVOT[language?.startsWith('en') ? 'en' : 'fr'](channel, link, code);
}
