import { Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { KINDS, type Act, type Conversation as ConversationShape, type ListRow, type Session, type View } from '../api/desk';
import * as work from '../api/work';
import { useWords } from '../shared/language';
import { Context } from './context/Context';
import { Conversation, type Landing } from './conversation/Conversation';
import { allowed, holder, isMine, isPassable, supervises } from './conversation/conversation';
import type { Acts } from './conversation/Header';
import type { Goal } from './conversation/Timeline';
import { useConversation, type UsedConversation } from './conversation/useConversation';
import type { Acts as Offered } from './keys/offered';
import { useKeys } from './keys/useKeys';
import { ResolveDialog } from './passing/ResolveDialog';
import { SnoozeDialog } from './passing/SnoozeDialog';
import { SureDialog, type Sure } from './passing/SureDialog';
import { TransferDialog } from './passing/TransferDialog';
import { useAfterResolve } from './passing/useAfterResolve';
import { useOnward } from './passing/useOnward';
import { SWITCHES } from './queries';
import { words } from './words';

type Dialog = 'transfer' | 'snooze' | 'conclude' | Sure;

const SURE: readonly string[] = ['resolve', 'hand_back', 'take', 'disengage', 'engage'] satisfies readonly Sure[];

const isSure = (dialog: Dialog | null): dialog is Sure => dialog !== null && SURE.includes(dialog);

interface Props {
  id: string;
  view: View;
  session: Session;
  /** The list as it is shown. */
  rows: readonly ListRow[];
  /** Where the focus goes, for who was brought here. */
  landing: Landing | null;
  /** Told where one goes on to, before one is there. */
  land: (id: string | null) => void;
}

/** An open conversation with its context and its dialogs. */
export function Opened({ id, view, session, rows, landing, land }: Props) {
  const say = useWords(words);
  const used = useConversation(id);
  const composer = useRef<HTMLTextAreaElement>(null);
  const wide = useMediaQuery('(min-width: 1180px)', true);
  const [panel, { toggle, close }] = useDisclosure(false);
  const [folded, { toggle: fold }] = useDisclosure(false);
  const [{ dialog, byKey }, ask] = useState<{ dialog: Dialog | null; byKey: boolean }>({ dialog: null, byKey: false });
  const [tagging, setTagging] = useState(false);
  const [goal, setGoal] = useState<Goal | null>(null);
  const [, go] = useLocation();
  const bot = useBot(used, id);
  const [goesOn] = useAfterResolve(session.agent.id);
  const onward = useOnward({ id, view, me: session.agent.id, rows, land });
  const asksWhy = Object.keys(session.conclusions).length > 0;
  const show = (next: Dialog | null) => ask({ dialog: next, byKey: false });
  const key = (next: Dialog) => ask({ dialog: next, byKey: true });
  const write = byKey ? () => composer.current?.focus() : undefined;
  const acts: Acts = {
    act: (name) => (name === 'resolve' ? (asksWhy ? show('conclude') : void resolve(null, goesOn)) : void take(name)),
    pass: () => show('transfer'),
    snooze: () => show('snooze'),
    disengage: bot.turn,
  };
  /** A key may have been a letter of an answer: what it would do to others is asked about first. */
  const keyed: Acts = {
    act: (name) => {
      if (name === 'resolve' || name === 'hand_back') key(name === 'resolve' && asksWhy ? 'conclude' : name);
      else if (name === 'take' && used.whole && holder(used.whole.conversation.owner, session.agent.id) === 'agent') key(name);
      else void take(name);
    },
    pass: () => key('transfer'),
    snooze: () => key('snooze'),
    disengage: () => bot.next && key(bot.next),
  };
  const confirm = (sure: Sure, on: boolean) => {
    show(null);
    if (sure === 'disengage' || sure === 'engage') bot.turn();
    else if (sure === 'resolve') void resolve(null, on);
    else void take(sure);
  };
  const take = async (name: Act) => {
    if (!(await used.act(name)) || (name !== 'take' && name !== 'accept')) return;
    composer.current?.focus();
    // What one takes leaves the queue: one goes with it.
    if (view !== 'all') go(`/desk/mine/${id}`);
  };
  const resolve = async (conclusion: string | null, on: boolean) => {
    const done = await used.resolve(conclusion);
    show(null);
    if (done && on) await onward();
  };
  /** What is passed on or put aside is not to be looked at any more. */
  const leave = async (done: Promise<boolean>) => {
    if (!(await done)) return show(null);
    show(null);
    go(`/desk/${view}`);
  };
  const showContext = wide ? fold : toggle;
  const bring = (message: string) => {
    close();
    setGoal({ message, asked: (goal?.asked ?? 0) + 1 });
  };
  useConversationKeys(used, keyed, session, { composer, showContext, label: () => setTagging(true) });
  const context = used.whole && <Context whole={used.whole} session={session} bring={bring} />;
  return (
    <>
      <Conversation used={used} acts={acts} session={session} view={view} id={id} composer={composer} landing={landing} resolved={() => goesOn && void onward()} canEngage={bot.canEngage} tagging={tagging} setTagging={setTagging} goal={goal} showContext={showContext} />
      {wide && !folded && context && <section className="desk-context" aria-label={say.context} tabIndex={0}>{context}</section>}
      {!wide && <Drawer opened={panel} onClose={close} title={say.context} position="right" size="sm" closeButtonProps={{ 'aria-label': say.close }}>{context}</Drawer>}
      <TransferDialog opened={dialog === 'transfer'} close={() => show(null)} busy={used.busy === 'transfer' || used.busy === 'thread'} me={session.agent.id} lends={used.whole?.conversation.deeds.includes('pass') ?? false} transfer={(given) => void leave(used.transfer(given))} pass={(given) => void leave(used.control({ deed: 'pass', ...given }))} />
      <ResolveDialog opened={dialog === 'conclude'} close={() => show(null)} busy={used.busy === 'resolve'} session={session} write={write} goesOn={goesOn} resolve={(conclusion, on) => void resolve(conclusion, on)} />
      <SureDialog asked={isSure(dialog) ? dialog : null} close={() => show(null)} write={write} goesOn={goesOn} confirm={confirm} />
      <SnoozeDialog opened={dialog === 'snooze'} close={() => show(null)} busy={used.busy === 'snooze'} write={write} snooze={(until) => void leave(used.snooze(until))} />
    </>
  );
}

/** The bot's switch of this conversation. Where it is off on the whole account, it is not for an agent to engage it. */
function useBot(used: UsedConversation, id: string): { turn: () => void; next: 'engage' | 'disengage' | null; canEngage: boolean } {
  const off = used.whole?.conversation.bot_disengaged ?? false;
  const switches = useQuery({ queryKey: SWITCHES, queryFn: work.switches, enabled: off }).data?.items ?? [];
  const canEngage = switches.some((one) => one.scope === 'conversation' && one.key === id);
  return {
    canEngage,
    next: !off ? 'disengage' : canEngage ? 'engage' : null,
    turn: () => {
      if (!off || canEngage) void used.change('switch', () => work.turn({ scope: 'conversation', key: id, engaged: off }));
    },
  };
}

interface Beside {
  composer: RefObject<HTMLTextAreaElement | null>;
  showContext: () => void;
  label: () => void;
}

const ACTS = ['take', 'resolve', 'hand_back'] as const;

function useConversationKeys(used: UsedConversation, acts: Acts, { agent }: Session, beside: Beside): void {
  const conversation = used.whole?.conversation;
  useKeys(conversation ? { ...held(conversation, acts, agent), ...read(conversation, used), label: beside.label, context: beside.showContext, open: toMessages } : {});
}

/** What is done with the conversation as a whole, by whom it is held. */
function held(conversation: ConversationShape, acts: Acts, { id, role }: Session['agent']): Offered {
  const may = allowed(conversation, id, supervises(role));
  return {
    ...Object.fromEntries(ACTS.map((name) => [name, may.includes(name) ? () => acts.act(name) : null])),
    transfer: isPassable(conversation, id, supervises(role)) ? acts.pass : null,
    snooze: isMine(conversation, id) ? acts.snooze : null,
    disengage: acts.disengage,
  };
}

/** What its newest message is said to be. */
function read({ triage }: ConversationShape, used: UsedConversation): Offered {
  if (!triage) return {};
  const kinds = KINDS.map((kind) => [kind, () => void used.correct(kind, triage.needs_answer)] as const);
  return { ...Object.fromEntries(kinds), no_answer: () => void used.correct(triage.kind, !triage.needs_answer) };
}

function toMessages(): void {
  document.querySelector<HTMLElement>('[data-timeline]')?.focus();
}
