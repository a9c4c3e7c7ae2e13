import type { Catalogue } from '../shared/language';
import { en, type Words } from './words.en';
import { fr } from './words.fr';

export type { Words };
export const words: Catalogue<Words> = { en, fr };
