import type { Score } from '../api/insights';
import { useWords } from '../shared/language';
import { Bars } from './Bars';
import type { Open } from './NumberLink';
import { words } from './words';

const TOP: Record<string, number> = { ces: 7, csat: 5 };

/** What customers answered: every score from the best down, never only a mean. */
export function Scores({ scores, open }: { scores: Score[]; open: Open }) {
  return <div className="insights-two">{scores.map((one) => <One key={one.kind} one={one} open={open} />)}</div>;
}

function One({ one, open }: { one: Score; open: Open }) {
  const say = useWords(words);
  const title = say.kinds(one.kind);
  const given = new Map(one.distribution.map(({ key, n }) => [key, n]));
  const top = TOP[one.kind] ?? 7;
  const bars = Array.from({ length: top }, (_, at) => String(top - at)).map((key) => ({ key, name: key, title: `${title}, ${key}`, of: `${one.kind}:${key}`, n: given.get(key) ?? 0 }));
  const { good } = one;
  return (
    <section className="panel panel-pad score" aria-label={title}>
      <h3>{title}</h3>
      {one.answered === 0 ? (
        <p className="page-hint">{one.asked === 0 ? say.notAsked : say.answered(one.answered, one.asked)}</p>
      ) : (
        <>
          <p className="score-good">
            <strong>{good.share === null ? '–' : say.percent(good.share)}</strong> {say.shares(good.name).toLowerCase()}
            <small>{good.low !== null && good.high !== null && `${say.interval(say.percent(good.low), say.percent(good.high))} · `}{one.mean !== null && `${say.mean(say.decimal(one.mean))} · `}{say.answered(one.answered, one.asked)}</small>
          </p>
          <Bars label={title} columns={[say.score, say.n]} bars={bars} open={open} />
        </>
      )}
    </section>
  );
}
