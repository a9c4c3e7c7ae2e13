import { Button } from '@mantine/core';
import type { BrandShape } from '../api/floor';
import type { SilenceShape } from '../api/silence';
import { useWords } from '../shared/language';
import { Empty } from '../shared/Page';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import { rampShare } from './silence';
import { useScope } from './useScope';
import { words } from './words';

/** All there were, newest first, with who did what and why. */
export function History({ silences, brand, more }: { silences: SilenceShape[]; brand: BrandShape | undefined; more: (() => void) | undefined }) {
  const say = useWords(words);
  const scope = useScope(brand);
  if (silences.length === 0) return <Empty>{say.historyNone}</Empty>;
  return (
    <>
      <div className="panel table-frame" tabIndex={0} role="group" aria-label={say.history}>
        <table className="table silence-history">
          <thead><tr><th scope="col">{say.columns.what}</th><th scope="col">{say.columns.level}</th><th scope="col">{say.columns.why}</th><th scope="col">{say.columns.who}</th></tr></thead>
          <tbody>
            {silences.map((one) => (
              <tr key={one.id}>
                <th scope="row">{scope(one.scope)} <State one={one} /></th>
                <td data-label={say.columns.level}>{say.levels(one.level)}</td>
                <td data-label={say.columns.why}>{one.reason}</td>
                <td data-label={say.columns.who}><Changes one={one} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more && <Button variant="subtle" size="sm" mt="sm" onClick={more}>{say.more}</Button>}
    </>
  );
}

function State({ one }: { one: SilenceShape }) {
  const say = useWords(words);
  const share = rampShare(one, useNow());
  if (!one.holds) return <span className="chip">{say.isOver}</span>;
  return share === null ? <span className="chip" data-tone="late">{say.holding}</span> : <span className="chip" data-tone="near">{say.coming}</span>;
}

function Changes({ one }: { one: SilenceShape }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(60_000);
  return (
    <ul className="changes">
      {one.changes.map((change) => (
        <li key={change.epoch} title={dates.full(change.at)}>{say.acts(change.act, change.by, dates.brief(change.at, now))}{change.act === 'lift' && change.note && <q>{change.note}</q>}</li>
      ))}
    </ul>
  );
}
