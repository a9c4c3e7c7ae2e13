import { Button } from '@mantine/core';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { words } from '../words';
import type { Outgoing } from './outgoing';

interface Props {
  one: Outgoing;
  again: (one: Outgoing, force: boolean) => void;
  withdraw: (clientId: string) => void;
  takeDraft: (text: string) => void;
}

/** What an agent wrote and the server has not taken: on its way, refused, or overtaken by somebody else's words. */
export function OutgoingMessage({ one, again, withdraw, takeDraft }: Props) {
  const say = useWords(words);
  const edit = () => {
    withdraw(one.clientId);
    takeDraft(one.body);
  };
  return (
    <article className="message ours" data-author="agent" data-sending={one.state}>
      <p className="message-author"><b>{say.authors.agent}</b> · {say.you}</p>
      <div className="message-bubble">
        {one.content?.type === 'media' && <p className="content-file"><Icon name="file" size={16} /> {one.content.name}</p>}
        <span className="content-text">{one.body}</span>
        <p className="message-meta">{one.state === 'sending' ? say.status('sending') : one.state === 'waiting' && <><Icon name="clock" size={12} /> {say.waitsForLine}</>}</p>
      </div>
      {one.state === 'refused' && one.why && <p className="message-trouble" role="alert"><Icon name="warning" size={14} /> {say.refused(say.refusals(one.why.code) ?? one.why.detail)}</p>}
      {one.state === 'overtaken' && (
        <div className="message-overtaken" role="alert">
          {say.overtaken}
          {one.newer?.map((newer) => <blockquote key={newer.id}>{newer.preview}</blockquote>)}
        </div>
      )}
      {one.state !== 'sending' && (
        <p className="message-acts">
          {one.state !== 'waiting' && <Button size="compact-xs" variant="default" onClick={() => again(one, one.state === 'overtaken')}>{one.state === 'overtaken' ? say.sendAnyway : say.again}</Button>}
          {one.content?.type !== 'media' && <Button size="compact-xs" variant="default" onClick={edit}>{say.edit}</Button>}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => withdraw(one.clientId)}>{say.discard}</Button>
        </p>
      )}
    </article>
  );
}
