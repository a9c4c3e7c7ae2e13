import { useWords } from '../shared/language';
import { topOf } from './insights';
import { NumberLink, type Open } from './NumberLink';
import { words } from './words';

export interface Column {
  key: string;
  name: string;
  of: string;
  n: number;
}

interface Props {
  title: string;
  columns: Column[];
  heads: [string, string];
  open: Open;
}

const HEIGHT = 150;
const WIDTH = 1000;

/** Columns that stand along an axis, for eyes and a mouse; the same in a table for everybody else. */
export function Columns({ title, columns, heads, open }: Props) {
  const say = useWords(words);
  const total = columns.reduce((sum, { n }) => sum + n, 0);
  return (
    <figure className="columns">
      <figcaption><strong>{title}</strong> <span>{total}</span></figcaption>
      <Drawn columns={columns} open={open} title={title} />
      <details>
        <summary>{say.asTable}</summary>
        <div className="columns-table" tabIndex={0} role="group" aria-label={title}>
          <table className="table">
            <thead><tr><th scope="col">{heads[0]}</th><th scope="col" className="number">{heads[1]}</th></tr></thead>
            <tbody>
              {columns.filter(({ n }) => n > 0).map((one) => (
                <tr key={one.key}><th scope="row">{one.name}</th><td className="number"><NumberLink of={one.of} title={`${title}, ${one.name}`} value={String(one.n)} open={open} /></td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** The drawing is stretched to the width there is; what is written stands beside it, unstretched. */
function Drawn({ columns, open, title }: { columns: Column[]; open: Open; title: string }) {
  const top = topOf(Math.max(0, ...columns.map(({ n }) => n)));
  const step = WIDTH / columns.length;
  const wide = step * 0.7;
  const y = (n: number) => HEIGHT - (n / top) * HEIGHT;
  return (
    <div className="columns-plot" aria-hidden="true">
      <div className="columns-scale">{[top, top / 2, 0].map((n) => <span key={n}>{n}</span>)}</div>
      <svg className="columns-drawn" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" focusable="false">
        {[0, top / 2, top].map((n) => <line key={n} x1={0} x2={WIDTH} y1={y(n)} y2={y(n)} className="columns-line" />)}
        {columns.map((one, at) => (
          <g key={one.key} className="column" data-none={one.n === 0} onClick={() => one.n > 0 && open({ of: one.of, title: `${title}, ${one.name}` })}>
            <title>{`${one.name}: ${one.n}`}</title>
            <rect x={at * step} y={0} width={step} height={HEIGHT} className="column-ground" />
            <rect x={at * step + (step - wide) / 2} y={y(one.n)} width={wide} height={HEIGHT - y(one.n)} className="column-bar" />
          </g>
        ))}
      </svg>
      <div className="columns-ticks">{ticks(columns).map((name) => <span key={name}>{name}</span>)}</div>
    </div>
  );
}

/** The first, the middle one and the last: there is no place for all. */
function ticks(columns: Column[]): string[] {
  return [columns[0], columns[Math.floor((columns.length - 1) / 2)], columns[columns.length - 1]].flatMap((one) => (one ? [one.name] : []));
}
