import { use } from 'react';
import { END, HUMAN } from '../flow/steps';
import { useSay } from '../useSay';
import { Counted } from './context';
import { onwards, percent, type Counts } from './traffic';
import './traffic.css';

/** What real conversations did at one step. */
export function Passed({ step }: { step: string }) {
  const counts = use(Counted);
  return counts && <Counting counts={counts} step={step} />;
}

function Counting({ counts, step }: { counts: Counts; step: string }) {
  const say = useSay();
  const place = counts.steps.get(step);
  const named = (to: string) => (to === END ? say.atEnd : to === HUMAN ? say.toHuman : to);
  return (
    <section className="passed" aria-label={say.traffic}>
      <h3>{say.traffic}</h3>
      {!place && <p className="hint">{say.nobodyCame}</p>}
      {place && (
        <dl>
          <Figure name={say.cameHere} count={place.entered} />
          {onwards(counts, step).map(({ to, count }) => <Figure key={to} name={`→ ${named(to)}`} count={count} of={place.entered} />)}
          <Figure name={say.stayedHere} count={place.stayed} of={place.entered} />
        </dl>
      )}
    </section>
  );
}

function Figure({ name, count, of }: { name: string; count: number; of?: number }) {
  const share = of === undefined ? 100 : percent(count, of);
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count}{of !== undefined && <small> {share} %</small>}<i style={{ width: `${share}%` }} /></dd>
    </div>
  );
}
