import { Button } from '@mantine/core';
import { memo } from 'react';
import type { Message as Said } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { Ticks } from '../../shared/Ticks';
import { useDates } from '../../shared/useDates';
import { words } from '../words';
import { Content } from './Content';
import { authorOf, failureOf, isDraft, isNote, isTroubled, wordsOf } from './conversation';

interface Props {
  message: Said;
  /** The same author goes on: said once who speaks. */
  goesOn: boolean;
  /** What the other side reacted with. */
  reaction: string | null;
  name: string;
  takeDraft: (text: string) => void;
}

export const Message = memo(function Message({ message, goesOn, reaction, name, takeDraft }: Props) {
  const say = useWords(words);
  const dates = useDates();
  const author = authorOf(message);
  const who = author === 'customer' ? name : message.author_name;
  const draft = isDraft(message);
  const side = message.direction === 'in' ? 'theirs' : 'ours';
  return (
    <article className={`message ${side}`} data-author={author} data-draft={draft} data-goes-on={goesOn} data-note={isNote(message.content)}>
      {!goesOn && (
        <p className="message-author"><b>{say.authors[author]}</b>{who && ` · ${who}`}</p>
      )}
      <div className="message-bubble">
        {message.deleted_at ? <em>{say.deleted}</em> : <Content content={message.content} />}
        <p className="message-meta" title={dates.full(message.sent_at)}>
          {message.edited_at && !message.deleted_at && <span>{say.edited}</span>}
          <time dateTime={message.sent_at}>{dates.time(message.sent_at)}</time>
          {message.direction === 'out' && message.status && !draft && <Status message={message} />}
        </p>
        {reaction && <span className="message-reaction" role="img" aria-label={say.content.reacted(reaction)} title={say.content.reacted(reaction)}>{reaction}</span>}
      </div>
      {isTroubled(message) && <Trouble message={message} takeDraft={takeDraft} />}
      {draft && (
        <p className="message-draft">
          {say.voided}
          {wordsOf(message.content) && <Button size="compact-xs" variant="default" onClick={() => takeDraft(wordsOf(message.content))}>{say.useDraft}</Button>}
        </p>
      )}
    </article>
  );
});

const TICKS = { accepted: 'sent', sent: 'sent', delivered: 'delivered', read: 'read' } as const;

const isTicked = (status: string): status is keyof typeof TICKS => Object.hasOwn(TICKS, status);

function Status({ message }: { message: Said }) {
  const say = useWords(words);
  const dates = useDates();
  const until = message.status === 'deferred' && message.decision?.until;
  const status = message.status ?? '';
  return (
    <span className="message-status" data-status={status}>
      {isTicked(status) && <Ticks status={TICKS[status]} />} {say.status(status)}
      {until && ` ${say.until(dates.time(until))}`}
    </span>
  );
}

function Trouble({ message, takeDraft }: { message: Said; takeDraft: (text: string) => void }) {
  const say = useWords(words);
  const failure = failureOf(message);
  const codes = message.decision?.codes.filter((code) => code !== 'OK') ?? [];
  const why = failure ? say.failures(failure.class) : codes.join(', ');
  const provider = [failure?.code, failure?.text].filter(Boolean).join(' ');
  return (
    <p className="message-trouble">
      <Icon name="warning" size={14} /> {why || say.status(message.status ?? '')}
      {provider && <span className="message-code">{provider}</span>}
      {message.deliveries?.some((one) => one.possible_repeat) && <span>{say.mayRepeat}</span>}
      {message.author === 'agent' && wordsOf(message.content) && (
        <Button size="compact-xs" variant="default" onClick={() => takeDraft(wordsOf(message.content))}>{say.useDraft}</Button>
      )}
    </p>
  );
}
