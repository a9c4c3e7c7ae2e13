import { useWords } from '../shared/language';
import { words, type Words } from './words';

/** The Studio's words, in the language of the page. */
export const useSay = (): Words => useWords(words);
