import { Button, Table } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { DeadLetters } from '../api/desk';
import { words as deskWords } from '../desk/words';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useDates } from '../shared/useDates';
import './deadletters.css';
import { useDeadLetters } from './useDeadLetters';
import { words } from './words';

/** What did not go through: an admin may try again. */
export default function DeadLettersPage() {
  const say = useWords(words);
  const { letters, failed, retry, retrying, again } = useDeadLetters();
  useEffect(() => {
    document.title = `${say.title} · Causerie`;
  }, [say]);
  return (
    <main className="deadletters">
      <h1>{say.title}</h1>
      <p className="deadletters-lead">{say.lead}</p>
      {failed && !letters && <p role="alert">{say.failed} <Button size="compact-sm" variant="default" onClick={again}>{say.retry}</Button></p>}
      {letters && <Deliveries letters={letters} retry={retry} retrying={retrying} />}
      {letters && <Inbox letters={letters} />}
    </main>
  );
}

function Deliveries({ letters, retry, retrying }: { letters: DeadLetters; retry: (id: string) => void; retrying: string | undefined }) {
  const say = useWords(words);
  const desk = useWords(deskWords);
  const dates = useDates();
  return (
    <Part title={say.deliveries} count={letters.deliveries.length} none={say.none} head={[say.when, say.account, say.why, say.attempts, '']}>
      {letters.deliveries.map((one) => (
        <Table.Tr key={one.id}>
          <Table.Td>{dates.full(one.at)}</Table.Td>
          <Table.Td>{one.account}</Table.Td>
          <Table.Td>
            {one.error ? desk.failures(one.error.class) : '?'}
            <small>{[one.error?.code, one.error?.text].filter(Boolean).join(' ')}</small>
          </Table.Td>
          <Table.Td>{one.attempts}</Table.Td>
          <Table.Td className="deadletters-acts">
            <Button component={Link} href={`/desk/all/${one.conversation_id}`} size="xs" variant="subtle">{say.open}</Button>
            <Button size="xs" variant="default" loading={retrying === one.id} leftSection={<Icon name="retry" size={14} />} onClick={() => retry(one.id)}>{say.retry}</Button>
          </Table.Td>
        </Table.Tr>
      ))}
    </Part>
  );
}

function Inbox({ letters }: { letters: DeadLetters }) {
  const say = useWords(words);
  const dates = useDates();
  return (
    <Part title={say.inbox} count={letters.inbox.length} none={say.noneInbox} head={[say.when, say.account, say.why]}>
      {letters.inbox.map((one) => (
        <Table.Tr key={one.id}>
          <Table.Td>{dates.full(one.at)}</Table.Td>
          <Table.Td>{one.account ?? '?'}</Table.Td>
          <Table.Td>{one.reason.replaceAll('_', ' ')}</Table.Td>
        </Table.Tr>
      ))}
    </Part>
  );
}

function Part({ title, count, none, head, children }: { title: string; count: number; none: string; head: string[]; children: ReactNode }) {
  return (
    <section className="deadletters-part">
      <h2>{title} <span>{count}</span></h2>
      {count === 0 ? (
        <p className="deadletters-none"><Icon name="check" size={18} /> {none}</p>
      ) : (
        <div className="deadletters-table">
          <Table verticalSpacing="xs">
            <Table.Thead><Table.Tr>{head.map((text, index) => (text ? <Table.Th key={index}>{text}</Table.Th> : <Table.Td key={index} />))}</Table.Tr></Table.Thead>
            <Table.Tbody>{children}</Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
