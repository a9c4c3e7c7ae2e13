import { Button, Skeleton } from '@mantine/core';
import { useEffect } from 'react';
import type { DeadDelivery, DeadEvent } from '../api/desk';
import { LastSaid } from '../desk/list/LastSaid';
import { nameOf } from '../desk/list/list';
import { words as deskWords } from '../desk/words';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bulletins } from './Bulletins';
import './deadletters.css';
import { Acts, Part, When } from './Letter';
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
      <Bulletins />
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
