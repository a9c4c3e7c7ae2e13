import { Button, NativeSelect } from '@mantine/core';
import { useId, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject } from 'react';
import type { Conversation, Way } from '../../api/desk';
import type { Canned } from '../../api/work';
import { Icon } from '../../shared/Icon';
import { useLanguage, useWords } from '../../shared/language';
import { isOffered, room } from '../conversation/conversation';
import { dutyWords } from '../duty/words';
import { Hinted } from '../keys/Hinted';
import { entered, type Then } from '../keys/keys';
import { useKeys } from '../keys/useKeys';
import { words } from '../words';
import { asMessages, filesOf, isReady, standing } from './attached';
import { AttachButton } from './AttachButton';
import { AttachedFiles } from './AttachedFiles';
import { filled, meant, textFor } from './canned';
import type { Composing } from './composing';
import { Field } from './Field';
import { Left } from './Left';
import { PivotMenu } from './PivotMenu';
import { SendButton } from './SendButton';
import { Suggestions } from './Suggestions';
import { useCanned } from './useCanned';
import { useMacro } from './useMacro';
import { useSuggestions } from './useSuggestions';
import type { UsedFiles } from './useFiles';
import { left, wayOf } from './ways';
import { writingWords } from './words';

interface Props extends Composing {
  note: () => void;
  pivoting: boolean;
  setPivoting: (pivoting: boolean) => void;
  attaching: UsedFiles;
  picker: RefObject<HTMLInputElement | null>;
}

/** The customer's answer. Locked while somebody else holds the pen; it can be focused all the same: words typed there are no commands. */
export function ReplyForm(props: Props) {
  const { writing, field, whole, session, used, name, sending, take, writes, attaching } = props;
  const say = useWords(words);
  const own = useWords(writingWords);
  const { language } = useLanguage();
  const list = useId();
  const [chosen, choose] = useState<string | null>(null);
  const [macro, setMacro] = useState<Canned | null>(null);
  const [given, give] = useState<string | null>(null);
  const [dropping, setDropping] = useState(false);
  const canned = useCanned();
  const runMacro = useMacro(used, whole);
  const { conversation, customer } = whole;
  const way = wayOf(conversation, chosen);
  const open = way !== null && way.why_not === null;
  const rest = left(conversation, way);
  const { draft } = writing;
  const write = (text: string) => {
    writing.write(text);
    if (text) writes('replying');
  };
  const names = { name: customer.name, agent: session.agent.name, brand: session.brand.name };
  const inWords = (one: Canned) => filled(textFor(one, [customer.language, language]), names);
  const choosesMacro = (one: Canned | undefined) => setMacro(one?.acts?.length ? one : null);
  useKeys({}, open ? canned.map((one) => ({
    id: one.id, title: `/${one.shortcut}`, detail: one.title,
    run: () => {
      props.takeDraft(draft ? `${draft.trimEnd()} ${inWords(one)}` : inWords(one));
      choosesMacro(one);
    },
  })) : []);
  const calls = useSuggestions({
    field,
    sign: '/',
    write,
    find: (query) => (open ? meant(canned, query).map((one) => {
      const text = inWords(one);
      return { id: one.id, title: `/${one.shortcut}`, detail: `${one.title}${text ? ` · ${text}` : ''}`, text };
    }) : []),
    chosen: ({ id }) => choosesMacro(canned.find((known) => known.id === id)),
  });
  const { written, most, tight } = room(way?.channel ?? null, draft);
  const { files } = attaching;
  const carried = files.every((one) => isReady(standing(one, way)));
  const ready = open && carried && (files.length > 0 || draft.trim() !== '') && written <= most;
  const by = way && way.account !== conversation.account ? { account: way.account } : {};
  const submit = async (then: Then | null = null) => {
    if (!ready) return;
    const acts = macro?.acts ?? [];
    const said = asMessages(files, draft.trim(), way);
    const sent = Promise.all(said.map(({ body, content }) => sending.send(body, { ...by, ...(content ? { content } : {}) })));
    attaching.letGo();
    write('');
    setMacro(null);
    give(null);
    if (!(await sent).every(Boolean)) return;
    const done = await runMacro(acts);
    if (done && acts.some(({ act }) => act === 'resolve')) props.resolved();
    else if (then === 'send_resolve') props.resolve?.();
    else if (then === 'send_snooze') props.snooze?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (calls.press(event) || event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const meaning = entered({ shift: event.shiftKey, alt: event.altKey, mod: event.ctrlKey || event.metaKey });
    if (meaning === null || meaning === 'line') return;
    event.preventDefault();
    void submit(meaning === 'send' ? null : meaning);
  };
  const takeIn = (event: ClipboardEvent | DragEvent, given: DataTransfer | null) => {
    setDropping(false);
    const dropped = open ? filesOf(given) : [];
    if (dropped.length === 0) return;
    event.preventDefault();
    attaching.attach(dropped);
  };
  if (way?.why_not === 'window_closed')
    return (
      <Left
        conversation={conversation.id}
        way={way}
        told={way.account === conversation.account}
        {...rest}
        language={customer.language}
        answerBy={choose}
        note={props.note}
        send={(body, content) => void sending.send(body, { account: way.account, content })}
      />
    );
  const thens = [...(props.resolve ? (['send_resolve'] as const) : []), ...(props.snooze ? (['send_snooze'] as const) : [])];
  const placeholder = open ? say.writeTo(name) : take ? say.locked : say.cannotWrite;
  return (
    <form
      className="composer-form"
      data-dropping={dropping}
      data-drop={own.dropHere}
      onSubmit={(event) => { event.preventDefault(); void submit(); }}
      onPaste={(event) => takeIn(event, event.clipboardData)}
      onDragOver={(event) => { if (open && event.dataTransfer.types.includes('Files')) { event.preventDefault(); setDropping(true); } }}
      onDragLeave={({ currentTarget, relatedTarget }) => setDropping(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))}
      onDrop={(event) => takeIn(event, event.dataTransfer)}
    >
      <AttachedFiles used={attaching} draft={draft} way={way} />
      <Suggestions used={calls} id={list} label={own.canned} />
      <Field field={field} calls={calls} list={list} label={placeholder} value={draft} readOnly={!open} error={written > most} write={write} onKeyDown={onKeyDown} />
      {macro && <MacroNote macro={macro} drop={() => setMacro(null)} />}
      <div className="composer-foot">
        {open && <AttachButton picker={props.picker} attach={attaching.attach} />}
        {open && <PivotMenu opened={props.pivoting} open={props.setPivoting} whole={whole} change={(done) => used.change('switch', done)} give={(text, channel) => (props.takeDraft(draft ? `${draft.trimEnd()} ${text}` : text), give(channel))} />}
        {open && conversation.ways.length > 1 && <Ways conversation={conversation} way={way} choose={choose} />}
        <span className="composer-hint">{take ? say.takeHint : given ? own.pivotMade(given) : draft ? say.draftKept : canned.length > 0 ? own.cannedHint : say.hint}</span>
        {tight && <span className="composer-count" data-over={written > most}>{written} / {most}</span>}
        {take ? <Take {...props} take={take} /> : (
          <SendButton label={say.sendTo(name, say.channels(way?.channel ?? ''))} ready={ready} thens={thens} send={(then) => void submit(then)} />
        )}
      </div>
    </form>
  );
}

function Take({ whole, session, used, take }: Composing & { take: () => void }) {
  const say = useWords(words);
  const duty = useWords(dutyWords);
  const { conversation } = whole;
  const [label, command] = isOffered(conversation.owner, session.agent.id) ? ([duty.accept, 'accept'] as const) : ([say.acts.take, 'take'] as const);
  return <Hinted command={command} label={label}><Button size="sm" loading={used.busy === 'take' || used.busy === 'accept'} disabled={used.busy !== null} onClick={take}>{label}</Button></Hinted>;
}

function Ways({ conversation, way, choose }: { conversation: Conversation; way: Way; choose: (account: string) => void }) {
  const say = useWords(words);
  const own = useWords(writingWords);
  const data = conversation.ways.map((one) => ({ value: one.account, label: own.way(say.channels(one.channel), one.address), disabled: one.why_not !== null && one.why_not !== 'window_closed' }));
  return <NativeSelect className="composer-ways" size="xs" aria-label={own.by} title={own.by} value={way.account} data={data} onChange={(event) => choose(event.currentTarget.value)} />;
}

function MacroNote({ macro, drop }: { macro: Canned; drop: () => void }) {
  const own = useWords(writingWords);
  const acts = (macro.acts ?? []).map((one) => [own.macroActs(one.act), ...(one.tags ?? [])].join(' '));
  return (
    <p className="composer-macro">
      <Icon name="bolt" size={14} /> {own.macro(acts.join(', '))}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={drop}>{own.noMacro}</Button>
    </p>
  );
}
