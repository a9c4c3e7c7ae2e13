import type { Item } from '../../api/knowledge';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { standing } from './items';
import { useDay, useToday } from './useDay';
import { words } from './words';

const MOST_SHOWN = 3;

/** One answer in one language, with some of the ways to ask for it. */
export function AnswerRow({ item, language, open }: { item: Item; language: string; open: () => void }) {
  const say = useWords(words);
  const asked = item.questions[language] ?? [];
  const rest = asked.length - MOST_SHOWN;
  return (
    <li className="answer" lang={language}>
      <h2><button type="button" onClick={open}>{item.title[language] ?? item.id}</button> <Days item={item} /></h2>
      <p className="answer-text">{item.answer[language]}</p>
      {asked.length === 0 ? <p className="answer-none"><Icon name="warning" size={14} /> {say.noWays}</p> : (
        <ul className="asked" aria-label={say.ways(asked.length)}>
          {asked.slice(0, MOST_SHOWN).map((question) => <li key={question}>{question}</li>)}
          {rest > 0 && <li className="asked-rest">{say.more(rest)}</li>}
        </ul>
      )}
    </li>
  );
}

function Days({ item }: { item: Item }) {
  const say = useWords(words);
  const day = useDay();
  const at = standing(item, useToday());
  if (at === 'always') return null;
  if (at === 'later') return <span className="chip" data-tone="near"><Icon name="clock" size={13} /> {say.later(day(item.from ?? ''))}</span>;
  if (at === 'over') return <span className="chip" data-tone="late"><Icon name="clock" size={13} /> {say.over(day(item.to ?? ''))}</span>;
  return item.to ? <span className="chip" data-tone="good"><Icon name="clock" size={13} /> {say.now(day(item.to))}</span> : null;
}
