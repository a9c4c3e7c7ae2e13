import { ActionIcon, Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Act, View, Whole } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { Hinted } from '../keys/Hinted';
import type { Command } from '../keys/keys';
import { passingWords } from '../passing/words';
import { words } from '../words';
import { allowed, holder, isMine, isPassable, supervises } from './conversation';
import { OwnerChip } from './OwnerChip';
import type { Doing } from './useConversation';

export interface Acts {
  act: (name: Act) => void;
  pass: () => void;
  snooze: () => void;
  disengage: () => void;
}

interface Props extends Acts {
  whole: Whole;
  name: string;
  me: { id: string; role: string };
  view: View;
  busy: Doing | null;
  /** May the bot be engaged again here: it is not off on the whole account. */
  canEngage: boolean;
  showContext: () => void;
}

/** Who one talks to, where, who holds the pen, and the acts that change it. */
export function Header(props: Props) {
  const { whole, name, me, view, busy, act, showContext } = props;
  const say = useWords(words);
  const { conversation } = whole;
  const mine = holder(conversation.owner, me.id) === 'me';
  // How one gets the pen stands where one writes; to take what is one's own is to wake it.
  const acts = allowed(conversation, me.id, supervises(me.role)).filter((one) => one !== 'accept' && (one !== 'take' || mine));
  const named = (one: Act) => (one === 'take' ? say.acts.wake : say.acts[one]);
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
      <OwnerChip owner={conversation.owner} held={holder(conversation.owner, me.id)} />
      <Tools {...props} />
      <div className="conversation-acts">
        {acts.map((one) => (
          <Hinted key={one} command={one} label={named(one)}>
            <Button size="xs" variant="default" loading={busy === one} disabled={busy !== null} onClick={() => act(one)}>{named(one)}</Button>
          </Hinted>
        ))}
      </div>
      <Hinted command="context" label={say.showContext}>
        <ActionIcon className="conversation-panel" variant="default" size={30} aria-label={say.showContext} onClick={showContext}><Icon name="panel" /></ActionIcon>
      </Hinted>
    </header>
  );
}

function Tools({ whole, me, busy, pass, snooze, disengage, canEngage }: Props) {
  const say = useWords(words);
  const passing = useWords(passingWords);
  const { conversation } = whole;
  const off = conversation.bot_disengaged;
  const bot = off ? (canEngage ? say.engage : say.disengagedElsewhere) : say.disengage;
  return (
    <div className="conversation-tools" role="group" aria-label={say.tools}>
      {isPassable(conversation, me.id, supervises(me.role)) && <Tool command="transfer" icon="pass" name={passing.transfer} busy={busy === 'transfer'} onClick={pass} />}
      {isMine(conversation, me.id) && <Tool command="snooze" icon="snooze" name={passing.snooze} busy={busy === 'snooze'} onClick={snooze} />}
      <Tool command="disengage" icon={off ? 'off' : 'bot'} name={bot} busy={busy === 'switch'} pressed={off} disabled={off && !canEngage} onClick={disengage} />
    </div>
  );
}

interface ToolProps {
  command: Command;
  icon: IconName;
  name: string;
  busy: boolean;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ command, icon, name, busy, pressed, disabled = false, onClick }: ToolProps) {
  return (
    <Hinted command={command} label={name}>
      <ActionIcon variant="default" size={30} aria-label={name} aria-pressed={pressed} data-off={pressed} loading={busy} disabled={disabled} onClick={onClick}><Icon name={icon} /></ActionIcon>
    </Hinted>
  );
}
