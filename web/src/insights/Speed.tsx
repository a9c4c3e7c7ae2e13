import type { Figure } from '../api/insights';
import { useWords } from '../shared/language';
import { NumberLink, type Open } from './NumberLink';
import { useSeconds } from './useSeconds';
import { words } from './words';

export type Clock = 'clock' | 'business';

/** Median and p90 of each time, with how many they rest on; both clocks, one of them large. */
export function Speed({ times, clock, open }: { times: Figure[]; clock: Clock; open: Open }) {
  return <div className="speed">{times.map((one) => <Card key={one.name} one={one} clock={clock} open={open} />)}</div>;
}

function Card({ one, clock, open }: { one: Figure; clock: Clock; open: Open }) {
  const say = useWords(words);
  const seconds = useSeconds();
  const both = { clock: [one.median, one.p90], business: [one.business_median, one.business_p90] } as const;
  const other = clock === 'clock' ? 'business' : 'clock';
  // Of what is no span there is one clock.
  const [median, p90] = one.business_median === null ? both.clock : both[clock];
  const [otherMedian, otherP90] = one.business_median === null ? both.business : both[other];
  const title = say.times(one.name);
  return (
    <section className="speed-card panel" aria-label={title}>
      <h3>{title}</h3>
      <p className="speed-median"><NumberLink of={one.name} title={title} value={seconds(median)} open={open} /> <small>{say.median.toLowerCase()}</small></p>
      <dl>
        <div><dt><abbr title={say.p90Long}>{say.p90}</abbr></dt><dd>{seconds(p90)}</dd></div>
        <div><dt><abbr title={say.nLong}>{say.n}</abbr></dt><dd>{one.n}{one.open ? <small> · {say.stillOpen(one.open)}</small> : null}</dd></div>
        {otherMedian !== null && <div><dt>{say.clocks[other]}</dt><dd>{seconds(otherMedian)} <small>· {say.p90} {seconds(otherP90)}</small></dd></div>}
      </dl>
      {one.few && <span className="chip" data-tone="near">{say.few}</span>}
    </section>
  );
}
