import type { Figure } from '../api/insights';
import { useWords } from '../shared/language';
import { FigureCard } from './FigureCard';
import type { Open } from './NumberLink';
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
  const beside = otherMedian === null ? null : { name: say.clocks[other], value: <>{seconds(otherMedian)} <small>· {say.p90} {seconds(otherP90)}</small></> };
  return <FigureCard one={one} title={say.times(one.name)} median={seconds(median)} p90={seconds(p90)} beside={beside} open={open} />;
}
