import type { Share } from '../api/insights';
import { useWords } from '../shared/language';
import { Bars } from './Bars';
import type { Open } from './NumberLink';
import { words } from './words';

/** Parts of a whole, with how sure they are. */
export function Quality({ shares, open }: { shares: Share[]; open: Open }) {
  const say = useWords(words);
  const bars = shares.map((one) => ({
    key: one.name, name: say.shares(one.name), title: say.shares(one.name), of: one.name, n: one.n, share: one.share ?? 0,
    value: one.share === null ? '–' : say.percent(one.share),
    beside: say.shareOf(one.n, one.of) + (one.low !== null && one.high !== null ? ` · ${say.interval(say.percent(one.low), say.percent(one.high))}` : ''),
    ...(one.low !== null && one.high !== null ? { interval: [one.low, one.high] satisfies [number, number] } : {}),
  }));
  return <div className="panel panel-pad"><Bars label={say.quality} columns={[say.measure, say.share]} bars={bars} open={open} /></div>;
}
