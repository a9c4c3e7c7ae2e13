import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Whole } from '../../api/desk';
import * as work from '../../api/work';
import { useLanguage, useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { CONVERSATION, LINKS, MESSAGES } from '../queries';
import { words } from '../words';
import { languageName } from './context';

/** Who it is, where they are reached, and who may be the same person. */
export function Person({ whole }: { whole: Whole }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const dates = useDates();
  const now = useNow();
  const { customer } = whole;
  return (
    <>
      <dl className="context-pairs">
        {customer.language && <div><dt>{say.panel.language}</dt><dd>{languageName(customer.language, language)}</dd></div>}
        {customer.timezone && <div><dt>{say.panel.localTime}</dt><dd>{dates.timeIn(customer.timezone, now)} <small>{customer.timezone}</small></dd></div>}
      </dl>
      <ul className="context-addresses">
        {customer.addresses.map((one) => (
          <li key={`${one.account} ${one.address}`}>
            <b>{say.channels(one.channel)}</b> {one.address}
            <small>{say.panel.address(one.verified)}{say.panel.addressStatus(one.status) && ` · ${say.panel.addressStatus(one.status)}`}</small>
          </li>
        ))}
      </ul>
      <Same id={whole.conversation.id} />
    </>
  );
}

/** Customers who seem to be one: put together by an agent only, and undone as easily. */
function Same({ id }: { id: string }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(60_000);
  const client = useQueryClient();
  const links = useQuery({ queryKey: [...LINKS, id], queryFn: () => work.links(id) }).data;
  const changing = useMutation({
    mutationFn: (done: () => Promise<unknown>) => done(),
    onSettled: () => {
      for (const about of [LINKS, CONVERSATION, MESSAGES]) void client.invalidateQueries({ queryKey: [...about, id] });
    },
  });
  const suggested = links?.suggested.filter((one) => one.apart_at === null) ?? [];
  const apart = links?.suggested.filter((one) => one.apart_at !== null) ?? [];
  const made = links?.made.filter((one) => one.undone_at === null) ?? [];
  if (!links || (made.length === 0 && links.suggested.length === 0)) return null;
  return (
    <>
      <h3>{say.panel.same}</h3>
      <ul className="context-addresses">
        {suggested.map((one) => (
          <li key={one.customer_id}>
            <Other one={one} />
            <Button size="compact-xs" variant="default" disabled={changing.isPending} onClick={() => changing.mutate(() => work.merge(id, one.customer_id, say.panel.sameEvidence(one.evidence, one.detail, one.vouched)))}>{say.panel.isOne}</Button>{' '}
            <Button size="compact-xs" variant="default" disabled={changing.isPending} onClick={() => changing.mutate(() => work.part(id, one.customer_id, true))}>{say.panel.notSame}</Button>
          </li>
        ))}
        {made.map((one) => (
          <li key={one.id}>
            {say.panel.linked(one.kind)} <time dateTime={one.at}>{dates.brief(one.at, now)}</time>{' '}
            <Button size="compact-xs" variant="default" disabled={changing.isPending} onClick={() => changing.mutate(() => work.unlink(one.id))}>{say.panel.notOne}</Button>
          </li>
        ))}
      </ul>
      {apart.length > 0 && (
        <details>
          <summary>{say.panel.setAside(apart.length)}</summary>
          <ul className="context-addresses">
            {apart.map((one) => (
              <li key={one.customer_id}>
                <Other one={one} />
                <Button size="compact-xs" variant="default" disabled={changing.isPending} onClick={() => changing.mutate(() => work.part(id, one.customer_id, false))}>{say.panel.perhaps}</Button>
              </li>
            ))}
          </ul>
        </details>
      )}
      {changing.isError && <p className="context-none" role="alert">{say.actFailed(changing.error.message)}</p>}
    </>
  );
}

/** Somebody who may be the same, and what speaks for it. */
function Other({ one }: { one: work.Suggested }) {
  const say = useWords(words);
  return (
    <>
      <b>{one.name ?? one.address}</b> {say.channels(one.channel)}
      <small>{say.panel.sameEvidence(one.evidence, one.detail, one.vouched)}</small>
    </>
  );
}
