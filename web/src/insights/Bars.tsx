import type { ReactNode } from 'react';
import { NumberLink, type Open } from './NumberLink';

export interface Bar {
  key: string;
  name: ReactNode;
  /** How the bar is called where it is read out. */
  title: string;
  of: string;
  n: number;
  /** What stands at its end; by itself the number. */
  value?: string;
  beside?: ReactNode;
  /** Of the width, from 0 to 1; by itself the number's part of the greatest. */
  share?: number;
  /** Where the true share lies. */
  interval?: [number, number];
}

interface Props {
  label: string;
  columns: [string, string];
  bars: Bar[];
  open: Open;
}

/** Bars that lie, one a line: a table whose second column is also drawn. */
export function Bars({ label, columns, bars, open }: Props) {
  const greatest = Math.max(1, ...bars.map(({ n }) => n));
  return (
    <table className="bars" aria-label={label}>
      <thead className="unseen"><tr><th scope="col">{columns[0]}</th><th scope="col">{columns[1]}</th></tr></thead>
      <tbody>
        {bars.map((one) => (
          <tr key={one.key}>
            <th scope="row">{one.name}</th>
            <td>
              <span className="bar" aria-hidden="true">
                <i style={{ width: `${(one.share ?? one.n / greatest) * 100}%` }} />
                {one.interval && <b style={{ left: `${one.interval[0] * 100}%`, width: `${(one.interval[1] - one.interval[0]) * 100}%` }} />}
              </span>
              <span className="bar-value"><NumberLink of={one.of} title={one.title} value={one.value ?? String(one.n)} open={open} /></span>
              {one.beside && <small>{one.beside}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
