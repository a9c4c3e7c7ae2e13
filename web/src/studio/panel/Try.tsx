import { ActionIcon, NativeSelect, TextInput, Tooltip } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import * as studio from '../../api/studio';
import { CHANNELS, type Channel, type Move, type Played, type Pretended, type Shown, type Simulation } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useDates } from '../../shared/useDates';
import type { UsedDraft } from '../draft/useDraft';
import type { Around } from '../form/Fields';
import { Glyph } from '../icons';
import { FLOWS } from '../queries';
import { useSay } from '../useSay';
import { LeftOut } from './LeftOut';
import { Outside } from './Outside';
import { Record } from './Record';
import { Standing } from './Standing';
import { outside, recorded } from './try';
import './try.css';

interface Props {
  used: UsedDraft;
  around: Around;
  spoken: string;
  traced: (played: Played | null) => void;
  choose: (step: string) => void;
}

/** Playing the customer against the draft. All moves are played again each time, so that going back is playing fewer. */
export function Try({ used, around, spoken, traced, choose }: Props) {
  const say = useSay();
  const { draft } = used;
  const start: Move = { start: draft.name };
  const [moves, play] = useState<Move[]>([start]);
  const [at, look] = useState(1);
  const [channel, on] = useState<Channel>('whatsapp');
  const [language, speak] = useState(spoken);
  const [actions, pretend] = useState<Record<string, Pretended>>({});
  const simulation: Simulation = { moves, channel, language, drafts: { [draft.name]: draft.text }, actions };
  const asked = useQuery({ queryKey: [...FLOWS, 'try', simulation], queryFn: () => studio.simulate(simulation), placeholderData: keepPreviousData, retry: false, gcTime: 0, enabled: draft.whole });
  const turns = (asked.data ?? []).slice(0, moves.length);
  const shown = turns.slice(0, at);
  const last = shown.at(-1);
  useEffect(() => traced(last ?? null), [last, traced]);
  useEffect(() => () => traced(null), [traced]);
  const move = (made: Move) => {
    play([...moves.slice(0, at), made]);
    look(at + 1);
  };
  const again = () => {
    play([start]);
    look(1);
  };
  return (
    <div className="try">
      <p className="hint">{say.tryLead}</p>
      <div className="try-bar">
        <NativeSelect size="xs" aria-label={say.tryOn} value={channel} onChange={(event) => on(CHANNELS.find((one) => one === event.currentTarget.value) ?? 'whatsapp')}>
          {CHANNELS.map((one) => <option key={one} value={one}>{say.channels(one)}</option>)}
        </NativeSelect>
        <div className="pick" role="group" aria-label={say.previewIn}>{around.languages.map((one) => <button key={one} type="button" aria-pressed={one === language} onClick={() => speak(one)}>{one}</button>)}</div>
        <Hint label={say.previous}><ActionIcon variant="subtle" color="gray" aria-label={say.previous} disabled={at <= 1} onClick={() => look(at - 1)}><Icon name="back" size={17} /></ActionIcon></Hint>
        <span className="try-at" role="status">{at}/{moves.length}</span>
        <Hint label={say.next}><ActionIcon variant="subtle" color="gray" className="try-next" aria-label={say.next} disabled={at >= moves.length} onClick={() => look(at + 1)}><Icon name="back" size={17} /></ActionIcon></Hint>
        <span className="try-space" />
        <Hint label={say.restart}><ActionIcon variant="subtle" color="gray" aria-label={say.restart} onClick={again}><Icon name="retry" size={16} /></ActionIcon></Hint>
      </div>
      <LeftOut left={around.leftOut} channels={[channel]} />
      {asked.isError && <p className="studio-refusal" role="alert"><Icon name="warning" size={15} /> {say.simulateFailed} {asked.error.message}</p>}
      {!draft.whole && <p className="studio-refusal" role="alert">{say.unreadable}</p>}
      <Chat turns={shown} moves={moves} channel={channel} move={move} back={look} choose={choose} flow={draft.name} />
      <Say move={move} />
      {last && <Standing played={last} flow={draft.name} choose={choose} />}
      {shown.length > 0 && <Record flow={draft.name} write={(name) => recorded(name, language, channel, moves.slice(0, at), shown, actions)} />}
      <Outside names={outside(used.model)} actions={actions} pretend={pretend} />
    </div>
  );
}

interface ChatProps {
  turns: Played[];
  moves: Move[];
  channel: Channel;
  move: (move: Move) => void;
  back: (at: number) => void;
  choose: (step: string) => void;
  flow: string;
}

function Chat({ turns, moves, channel, move, back, choose, flow }: ChatProps) {
  const say = useSay();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollTo({ top: end.current.scrollHeight });
  }, [turns.length]);
  return (
    <div className="try-chat skin" data-channel={channel} ref={end} role="log" aria-label={say.tabs.try} tabIndex={0}>
      {turns.map((turn, index) => (
        <div className="try-turn" key={index}>
          <Mine made={moves[index] ?? {}} at={turn.at} first={index === 0} back={index < turns.length - 1 ? () => back(index + 1) : undefined} />
          {turn.problem !== null && <p className="try-note">{turn.problem.includes('nothing waits') ? say.nothingWaits : say.cannot(turn.problem)}</p>}
          {turn.said.map((said, place) => <Theirs key={place} said={said} flow={flow} choose={choose} tap={index === turns.length - 1 ? (label) => move({ choose: label }) : undefined} />)}
        </div>
      ))}
    </div>
  );
}

function Mine({ made, at, first, back }: { made: Move; at: string; first: boolean; back: (() => void) | undefined }) {
  const say = useSay();
  const dates = useDates();
  const words = made.say ?? made.choose;
  return (
    <div className="try-mine" data-aside={words === undefined || undefined}>
      <p>{words ?? (made.wait ? <><Icon name="clock" size={13} /> {say.waited}</> : first ? say.began : made.start)}</p>
      <small>{dates.brief(at, Date.parse(at))}{back && <> · <button type="button" className="link" onClick={back}>{say.goBack}</button></>}</small>
    </div>
  );
}

function Theirs({ said, flow, choose, tap }: { said: Shown; flow: string; choose: (step: string) => void; tap: ((label: string) => void) | undefined }) {
  const say = useSay();
  const { content } = said;
  const options = content.type === 'choices' ? content.options : [];
  const body = content.type === 'choices' || content.type === 'text' ? content.body : `[${content.type}]`;
  const numbered = said.as === 'numbers';
  return (
    <div className="try-theirs">
      <p className="skin-bubble">{body}{numbered && options.map((option, index) => `\n${index + 1}. ${option.label}`)}</p>
      {options.length > 0 && (tap || !numbered) && (
        <div className="skin-options" data-as={said.as}>
          {options.map((option) => <button type="button" key={option.id} className="skin-button" disabled={!tap} onClick={() => tap?.(option.label)}>{option.label}</button>)}
        </div>
      )}
      <small>{say.shownAs[said.as]} · {said.flow === flow ? <button type="button" className="link" onClick={() => choose(said.step)}>{say.saidBy(said.step)}</button> : say.inFlow(said.flow, said.step)}</small>
    </div>
  );
}

function Say({ move }: { move: (move: Move) => void }) {
  const say = useSay();
  const [text, write] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    move({ say: text });
    write('');
  };
  return (
    <form className="try-say" onSubmit={submit}>
      <TextInput size="sm" aria-label={say.message} placeholder={say.message} value={text} onChange={(event) => write(event.currentTarget.value)} />
      <ActionIcon type="submit" size={36} aria-label={say.send}><Icon name="send" size={17} /></ActionIcon>
      <Hint label={say.wait1}><ActionIcon size={36} variant="default" aria-label={say.wait1} onClick={() => move({ wait: true })}><Glyph name="forward" size={17} /></ActionIcon></Hint>
    </form>
  );
}

function Hint({ label, children }: { label: string; children: ReactNode }) {
  return <Tooltip label={label} openDelay={400} withinPortal={false}><span className="bar-hint">{children}</span></Tooltip>;
}
