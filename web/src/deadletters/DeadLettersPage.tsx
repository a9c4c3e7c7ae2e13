import { Button, Skeleton } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { DeadDelivery, DeadEvent } from '../api/desk';
import { LastSaid } from '../desk/list/LastSaid';
import { nameOf } from '../desk/list/list';
import { words as deskWords } from '../desk/words';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import './deadletters.css';
import { useDeadLetters } from './useDeadLetters';
import { words } from './words';

/** What did not go through: an admin may try again. */
export default function DeadLettersPage() {
  const say = useWords(words);
  const { letters, failed, retry, retrying, refused, again } = useDeadLetters();
  useEffect(() => {
    document.title = `${say.title} · Causerie`;
  }, [say]);
  return (
    <main className="deadletters">
      <h1>{say.title}</h1>
      <p className="deadletters-lead">{say.lead}</p>
      {failed && !letters && <p className="deadletters-none" role="alert"><Icon name="warning" size={18} /> {say.failed} <Button size="compact-sm" variant="default" onClick={again}>{say.retry}</Button></p>}
      {refused && <p className="deadletters-refused" role="alert"><Icon name="warning" size={16} /> {say.refused}</p>}
      {!letters && !failed && <Skeleton height={120} radius="md" />}
      {letters && (
        <>
          <Part title={say.deliveries} count={letters.counts.deliveries} none={say.none}>
            {letters.deliveries.map((one) => <Delivery key={one.id} one={one} retry={() => retry('deliveries', one.id)} retrying={retrying === one.id} />)}
          </Part>
          <Part title={say.inbox} count={letters.counts.failed + letters.counts.unreadable} none={say.noneInbox}>
            {letters.inbox.map((one) => <Odd key={one.id} one={one} retry={() => retry('inbox', one.id)} retrying={retrying === one.id} />)}
          </Part>
        </>
      )}
    </main>
  );
}

interface Asked<Letter> {
  one: Letter;
  retry: () => void;
  retrying: boolean;
}

function Delivery({ one, retry, retrying }: Asked<DeadDelivery>) {
  const say = useWords(words);
  const desk = useWords(deskWords);
  const provider = [one.error?.code, one.error?.text].filter(Boolean).join(' ');
  return (
    <li className="letter">
      <p className="letter-who">
        <strong>{nameOf(one.customer, one.address)}</strong> <span>{desk.channels(one.channel)}</span> <When at={one.at} />
      </p>
      <p className="letter-said"><LastSaid last={one.message} /></p>
      <p className="letter-why">
        <Icon name="warning" size={14} /> {one.error ? desk.failures(one.error.class) : desk.status(one.state)}
        {one.state === 'unknown' && <b>{say.perhaps}</b>}
        {provider && <code>{provider}</code>}
        <span>{say.attempts(one.attempts)}</span>
      </p>
      <Acts conversation={one.conversation_id} busy={retrying} retry={retry} />
    </li>
  );
}

function Odd({ one, retry, retrying }: Asked<DeadEvent>) {
  return (
    <li className="letter">
      <p className="letter-who"><strong>{one.account ?? '?'}</strong> <When at={one.at} /></p>
      <p className="letter-why"><Icon name="warning" size={14} /> {one.reason.replaceAll('_', ' ')}</p>
      <Acts conversation={one.conversation_id} busy={retrying} retry={one.can_retry ? retry : undefined} />
    </li>
  );
}

/** To the conversation it belongs to, and once more where that makes sense. */
function Acts({ conversation, busy, retry }: { conversation: string | null; busy: boolean; retry: (() => void) | undefined }) {
  const say = useWords(words);
  return (
    <div className="letter-acts">
      {conversation && <Button component={Link} href={`/desk/all/${conversation}`} size="xs" variant="subtle" aria-label={say.openWhole} title={say.openWhole}>{say.open}</Button>}
      {retry && <Button size="xs" variant="default" loading={busy} leftSection={<Icon name="retry" size={14} />} onClick={retry}>{say.retry}</Button>}
    </div>
  );
}

function When({ at }: { at: string }) {
  const dates = useDates();
  const now = useNow(60_000);
  return <time dateTime={at} title={dates.full(at)}>{dates.brief(at, now)}</time>;
}

function Part({ title, count, none, children }: { title: string; count: number; none: string; children: ReactNode }) {
  return (
    <section className="deadletters-part">
      <h2>{title} <span>{count}</span></h2>
      {count === 0 ? <p className="deadletters-none"><Icon name="check" size={18} /> {none}</p> : <ul className="letters">{children}</ul>}
    </section>
  );
}
