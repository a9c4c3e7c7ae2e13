import { ActionIcon, Button } from '@mantine/core';
import { Link } from 'wouter';
import type { View, Whole } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { allowed, holder, type Act } from './conversation';
import { OwnerChip } from './OwnerChip';

interface Props {
  whole: Whole;
  name: string;
  me: string;
  view: View;
  busy: Act | null;
  act: (name: Act) => void;
  showContext: () => void;
}

const KEY: Record<Act, string> = { take: 't', hand_back: 'b', resolve: 'e' };

/** Who one talks to, where, who holds the pen, and the acts that change it. */
export function Header({ whole, name, me, view, busy, act, showContext }: Props) {
  const say = useWords(words);
  const { conversation } = whole;
  const acts = allowed(conversation, me).filter((act) => act !== 'take'); // that one stands where one writes
  return (
    <header className="conversation-header">
      <Link href={`/desk/${view}`} className="conversation-back" aria-label={say.back}><Icon name="back" size={20} /></Link>
      <div className="conversation-who">
        <h1>{name}</h1>
        <p>
          {say.channels(conversation.channel ?? '')}{conversation.address !== name && ` · ${conversation.address}`}
          {whole.case?.context.need?.title && <> · <q>{whole.case.context.need.title}</q></>}
        </p>
      </div>
      {conversation.status === 'resolved' && <span className="chip"><Icon name="check" size={13} /> {say.resolved}</span>}
      <OwnerChip owner={conversation.owner} held={holder(conversation.owner, me)} />
      <div className="conversation-acts">
        {acts.map((name_) => (
          <Button
            key={name_}
            size="xs"
            variant="default"
            loading={busy === name_}
            disabled={busy !== null}
            aria-keyshortcuts={KEY[name_]}
            title={`${say.acts[name_]} (${KEY[name_]})`}
            onClick={() => act(name_)}
          >
            {say.acts[name_]}
          </Button>
        ))}
      </div>
      <ActionIcon className="conversation-panel" variant="default" size={30} aria-label={say.showContext} title={say.showContext} onClick={showContext}>
        <Icon name="panel" />
      </ActionIcon>
    </header>
  );
}
