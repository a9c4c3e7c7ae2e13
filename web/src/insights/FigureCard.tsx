import type { ReactNode } from 'react';
import type { Figure } from '../api/insights';
import { useWords } from '../shared/language';
import { NumberLink, type Open } from './NumberLink';
import { words } from './words';

interface Props {
  one: Figure;
  title: string;
  median: string;
  p90: string;
  open: Open;
  /** One line more of the list. */
  beside?: { name: string; value: ReactNode } | null;
  /** What is counted, and what is not. */
  means?: string;
}

/** Median and p90 of a figure, with how many they rest on. */
export function FigureCard({ one, title, median, p90, open, beside, means }: Props) {
  const say = useWords(words);
  return (
    <section className="speed-card panel" aria-label={title}>
      <h3>{title}</h3>
      <p className="speed-median"><NumberLink of={one.name} title={title} value={median} open={open} /> <small>{say.median.toLowerCase()}</small></p>
      <dl>
        <div><dt><abbr title={say.p90Long}>{say.p90}</abbr></dt><dd>{p90}</dd></div>
        <div><dt><abbr title={say.nLong}>{say.n}</abbr></dt><dd>{one.n}{one.open ? <small> · {say.stillOpen(one.open)}</small> : null}</dd></div>
        {beside && <div><dt>{beside.name}</dt><dd>{beside.value}</dd></div>}
      </dl>
      {one.few && <span className="chip" data-tone="near">{say.few}</span>}
      {means && <p className="page-hint speed-means">{means}</p>}
    </section>
  );
}
