import type { Visit as Seen } from '../../api/desk';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { words } from '../words';
import { steps } from './context';

/** What the customer looked at before they wrote. An address is the brand's own site's: it opens beside the Desk. */
export function Visit({ of }: { of: Seen }) {
  const say = useWords(words);
  const dates = useDates();
  const shown = steps(of);
  if (shown.length === 0) return null;
  return (
    <>
      <h3>{say.panel.visit}</h3>
      <ol className="context-trail">
        {shown.map((one, index) => (
          <li key={index}>
            <time dateTime={one.at}>{dates.time(one.at)}</time>{' '}
            {one.url ? <a href={one.url} target="_blank" rel="noreferrer">{one.text}</a> : say.panel.searched(one.text)}
          </li>
        ))}
      </ol>
    </>
  );
}
