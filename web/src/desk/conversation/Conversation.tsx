import { Button, Skeleton } from '@mantine/core';
import { useMemo, useState, type RefObject } from 'react';
import type { Session, View, Whole } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { nameOf } from '../list/list';
import { words } from '../words';
import { Banner } from './Banner';
import { Composer } from './Composer';
import { allowed, heard, type Act } from './conversation';
import './conversation.css';
import { Header } from './Header';
import { Timeline } from './Timeline';
import { useDraft } from '../sending/useDraft';
import { useSending } from '../sending/useSending';
import type { UsedConversation } from './useConversation';
import { usePresence } from './usePresence';

interface Props {
  used: UsedConversation;
  act: (name: Act) => Promise<void>;
  session: Session;
  view: View;
  id: string;
  composer: RefObject<HTMLTextAreaElement | null>;
  showContext: () => void;
}

/** One conversation: who holds it, what was said, what can be said. */
export function Conversation(props: Props) {
  const { used } = props;
  const say = useWords(words);
  if (used.failed)
    return (
      <section className="conversation conversation-note" role="alert">
        <p>{used.failed === 'missing' ? say.noSuch : say.failedConversation}</p>
        <Button variant="default" onClick={used.reload}>{say.again}</Button>
      </section>
    );
  if (!used.whole || !used.talk) return <Waiting />;
  return <Open {...props} whole={used.whole} />;
}

function Open({ used, act, session, view, id, composer, showContext, whole }: Props & { whole: Whole }) {
  const say = useWords(words);
  const place = useMemo(() => ({ agent: session.agent.id, conversation: id }), [session.agent.id, id]);
  const [draft, write] = useDraft(place);
  const sending = useSending(place);
  const { types } = usePresence(id, whole.conversation.can_reply, heard(used.talk));
  const [announced, announce] = useState('');
  const name = nameOf(whole.customer, whole.conversation.address);
  const takeDraft = (text: string) => {
    write(text);
    composer.current?.focus();
  };
  return (
    <section className="conversation" aria-label={say.timeline(name)}>
      <Header whole={whole} name={name} me={session.agent.id} view={view} busy={used.busy} act={(one) => void act(one)} showContext={showContext} />
      <Banner conversation={whole.conversation} me={session.agent.id} />
      {used.refused && <p className="banner" data-tone="late" role="alert"><Icon name="warning" size={16} /> {say.actFailed(say.refusals(used.refused.code) ?? used.refused.detail)}</p>}
      <Timeline key={id} used={used} sending={sending} name={name} takeDraft={takeDraft} announce={(count) => announce(say.cameIn(count, name))} />
      <p className="unseen" aria-live="polite">{announced}</p>
      <Composer
        field={composer}
        conversation={whole.conversation}
        name={name}
        take={allowed(whole.conversation, session.agent.id).includes('take') ? () => void act('take') : null}
        busy={used.busy !== null}
        draft={draft}
        write={(text) => {
          write(text);
          if (text) types();
        }}
        send={(body) => {
          sending.send(body);
          write('');
        }}
      />
    </section>
  );
}

function Waiting() {
  return (
    <section className="conversation" aria-busy="true">
      <div className="conversation-waiting">
        {[60, 40, 75, 50].map((width, index) => <Skeleton key={width} height={46} width={`${width}%`} ml={index % 2 ? 'auto' : 0} />)}
      </div>
    </section>
  );
}
