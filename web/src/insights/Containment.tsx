import type { Share } from '../api/insights';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Empty } from '../shared/Page';
import { NumberLink, type Open } from './NumberLink';
import { words } from './words';

const WITH_EVIDENCE = ['thanked', 'done'];

/** All conversations as one bar of a hundred percent, and the same in lines. */
export function Containment({ endings, open }: { endings: Share[]; open: Open }) {
  const say = useWords(words);
  const whole = endings[0]?.of ?? 0;
  if (whole === 0) return <Empty>{say.none}</Empty>;
  const solved = endings.filter(({ name }) => WITH_EVIDENCE.includes(name)).reduce((sum, { n }) => sum + n, 0);
  return (
    <div className="panel panel-pad">
      <p className="stack-solved">{say.solved(say.percent(solved / whole))}</p>
      <div className="stack" aria-hidden="true">
        {endings.filter(({ n }) => n > 0).map((one) => <i key={one.name} data-ending={one.name} style={{ flexGrow: one.n }} title={`${say.endings(one.name)}: ${one.n}`} />)}
      </div>
      <table className="table stack-table" aria-label={say.containment}>
        <thead className="unseen"><tr><th scope="col">{say.ending}</th><th scope="col">{say.share}</th><th scope="col">{say.n}</th></tr></thead>
        <tbody>
          {endings.map((one) => (
            <tr key={one.name}>
              <th scope="row"><i className="stack-key" data-ending={one.name} aria-hidden="true" /> {say.endings(one.name)} {WITH_EVIDENCE.includes(one.name) && <span className="chip stack-proof"><Icon name="check" size={12} /> {say.evidence}</span>}</th>
              <td className="number">{say.percent(one.n / whole)}</td>
              <td className="number"><NumberLink of={`ending:${one.name}`} title={say.endings(one.name)} value={String(one.n)} open={open} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
