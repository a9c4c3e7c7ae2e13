import { Button, Skeleton } from '@mantine/core';
import { useEffect, useMemo, useState, type RefObject } from 'react';
import type { Session, View, Whole } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { Labels } from '../labels/Labels';
import { nameOf } from '../list/list';
import { useNotes } from '../notes/useNotes';
import { useSending } from '../sending/useSending';
import { useWriting } from '../writing/composing';
import { words } from '../words';
import { Banner } from './Banner';
import { Composer } from './Composer';
import { allowed, holder, isMine, isOffered } from './conversation';
import './conversation.css';
import { Header, type Acts } from './Header';
import { heard } from './talk';
import { Timeline, type Goal } from './Timeline';
import type { UsedConversation } from './useConversation';
import { useLooking } from './useLooking';
import { usePresence } from './usePresence';

/** Where the focus goes once it is shown: one writes at once, or reads first. */
export type Landing = 'field' | 'messages';

interface Props {
  used: UsedConversation;
  acts: Acts;
  session: Session;
  view: View;
  id: string;
  composer: RefObject<HTMLTextAreaElement | null>;
  landing: Landing | null;
  /** A canned reply has resolved it. */
  resolved: () => void;
  canEngage: boolean;
  tagging: boolean;
  setTagging: (tagging: boolean) => void;
  /** The message that the context points to. */
  goal: Goal | null;
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

function Open(props: Props & { whole: Whole }) {
  const { used, acts, session, view, id, composer, whole } = props;
  const say = useWords(words);
  const me = session.agent;
  const { conversation } = whole;
  const place = useMemo(() => ({ agent: me.id, conversation: id }), [me.id, id]);
  const writing = useWriting(place);
  const sending = useSending(place);
  const notes = useNotes(id, me.id);
  const looking = useLooking(id);
  const { types } = usePresence(id, conversation.can_reply, heard(used.talk));
  const [announced, announce] = useState('');
  useEffect(() => {
    if (props.landing === 'field') composer.current?.focus();
    else if (props.landing) document.querySelector<HTMLElement>('[data-timeline]')?.focus();
  }, [props.landing, composer]);
  const name = nameOf(whole.customer, conversation.address);
  const takeDraft = (text: string) => {
    writing.setMode('reply');
    writing.write(text);
    requestAnimationFrame(() => composer.current?.focus());
  };
  const taking = isOffered(conversation.owner, me.id) ? 'accept' : 'take';
  return (
    <section className="conversation" aria-label={say.timeline(name)}>
      <Header {...acts} whole={whole} name={name} me={me} view={view} busy={used.busy} canEngage={props.canEngage} showContext={props.showContext} />
      <Labels whole={whole} correct={(kind, needsAnswer) => void used.correct(kind, needsAnswer)} tag={(tags) => void used.tag(tags)} tagging={props.tagging} setTagging={props.setTagging} />
      <Banner whole={whole} me={me.id} busy={used.busy !== null} control={(deed) => void used.control({ deed })} />
      {used.refused && <Refused used={used} />}
      <Timeline key={id} used={used} sending={sending} notes={notes.notes} me={me} place={place} name={name} goal={props.goal} takeDraft={takeDraft} announce={(count) => announce(say.cameIn(count, name))} />
      <p className="unseen" aria-live="polite">{announced}</p>
      <Composer
        writing={writing}
        field={composer}
        used={used}
        whole={whole}
        session={session}
        name={name}
        place={place}
        sending={sending}
        notes={notes}
        take={holder(conversation.owner, me.id) !== 'me' && allowed(conversation, me.id).includes(taking) ? () => acts.act(taking) : null}
        resolve={holder(conversation.owner, me.id) === 'me' ? () => acts.act('resolve') : null}
        snooze={isMine(conversation, me.id) ? acts.snooze : null}
        resolved={props.resolved}
        takeDraft={takeDraft}
        writes={(mode) => {
          looking.writes(mode);
          if (mode === 'replying') types();
        }}
      />
    </section>
  );
}

function Refused({ used }: { used: UsedConversation }) {
  const say = useWords(words);
  if (!used.refused) return null;
  return (
    <p className="banner" data-tone="late" role="alert">
      <Icon name="warning" size={16} /> <span>{say.actFailed(say.refusals(used.refused.code) ?? used.refused.detail)}</span>
      <button type="button" className="banner-close" aria-label={say.close} onClick={used.forgive}><Icon name="close" size={14} /></button>
    </p>
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
