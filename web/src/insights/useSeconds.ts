import { useWords } from '../shared/language';
import { spelled } from './insights';
import { words } from './words';

/** A time in seconds, in the page's words; none is a dash. */
export function useSeconds(): (seconds: number | null | undefined) => string {
  const say = useWords(words);
  return (seconds) => (seconds === null || seconds === undefined ? '–' : spelled(seconds).map(({ count, unit }) => say.unit(count, unit)).join(' '));
}
