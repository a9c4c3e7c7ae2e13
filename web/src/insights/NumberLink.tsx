import { useWords } from '../shared/language';
import { words } from './words';

/** A number that opens the conversations behind it. `of` is what the API calls it. */
export interface Opened {
  of: string;
  title: string;
}

export type Open = (one: Opened) => void;

export function NumberLink({ of, title, value, open }: Opened & { value: string; open: Open }) {
  const say = useWords(words);
  return <button type="button" className="number-link" aria-label={say.opens(title, value)} onClick={() => open({ of, title })}>{value}</button>;
}
