import { useWords } from '../shared/language';
import { spell } from './floor';
import { words } from './words';

/** How long between then and now, in the page's words. */
export function useSpell(): (from: string, now: number) => string {
  const say = useWords(words);
  return (from, now) => {
    const found = spell(from, now);
    return found ? say.span(found.count, found.unit) : say.moment;
  };
}
