import type { Figure } from '../api/insights';
import { useWords } from '../shared/language';
import { FigureCard } from './FigureCard';
import type { Open } from './NumberLink';
import { words } from './words';

/** What it cost the customer: how often, in a case. */
export function Efforts({ efforts, open }: { efforts: Figure[]; open: Open }) {
  const say = useWords(words);
  const often = (count: number | null | undefined) => (count === null || count === undefined ? '–' : say.decimal(count));
  return (
    <div className="efforts">
      {efforts.map((one) => <FigureCard key={one.name} one={one} title={say.efforts(one.name)} median={often(one.median)} p90={often(one.p90)} means={say.effortMeans(one.name)} open={open} />)}
    </div>
  );
}
