import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { Transfer } from '../../api/desk';
import { useWords } from '../../shared/language';
import { dutyWords } from '../duty/words';
import { words } from '../words';
import './passing.css';
import { useColleagues } from './useColleagues';
import { passingWords } from './words';

type Given = Omit<Transfer, 'epoch'>;
type Target = 'agent' | 'team' | 'queue' | 'app';

interface Props {
  opened: boolean;
  close: () => void;
  busy: boolean;
  me: string;
  /** Can its thread be passed to another app? */
  lends: boolean;
  /** With whom, where it is not the open conversation. */
  about?: ReactNode;
  transfer: (given: Given) => void;
  pass: (given: { to?: string; note?: string }) => void;
}

/** To whom it goes on, and what they must know: a note is asked for, so that nobody asks the customer again. */
export function TransferDialog({ opened, close, about, ...rest }: Props) {
  const say = useWords(passingWords);
  const desk = useWords(words);
  return (
    <Modal opened={opened} onClose={close} title={say.transfer} centered closeButtonProps={{ 'aria-label': desk.close }}>
      {about}
      <Form {...rest} />
    </Modal>
  );
}

function Form({ busy, me, lends, transfer, pass }: Omit<Props, 'opened' | 'close' | 'about'>) {
  const say = useWords(passingWords);
  const { agents, teams } = useColleagues();
  const others = agents.filter((one) => one.id !== me);
  const [chosen, setTarget] = useState<Target | null>(null);
  const target = chosen ?? (others.length > 0 ? 'agent' : 'queue'); // colleagues may come in a moment later
  const [agent, setAgent] = useState('');
  const [team, setTeam] = useState('');
  const [reason, setReason] = useState('');
  const [urgent, setUrgent] = useState(false);
  const [app, setApp] = useState('');
  const outside = target === 'app';
  const to = { agent: agent || others[0]?.id, team: team || teams[0]?.id };
  const ready = outside || (reason.trim() !== '' && (target === 'queue' || to[target] !== undefined));
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    if (outside) return pass({ ...(app.trim() ? { to: app.trim() } : {}), ...(reason.trim() ? { note: reason.trim() } : {}) });
    const named = target === 'agent' && to.agent ? { agent: to.agent } : target === 'team' && to.team ? { team: to.team } : {};
    transfer({ reason: reason.trim(), ...named, ...(urgent ? { priority: 'urgent' as const } : {}) });
  };
  const targets: Target[] = ['agent', ...(teams.length > 0 ? (['team'] as const) : []), 'queue', ...(lends ? (['app'] as const) : [])];
  return (
    <form className="transfer" onSubmit={submit}>
      <fieldset className="passing-to">
        <legend>{say.to}</legend>
        {targets.map((one) => (
          <label key={one}><input type="radio" name="target" checked={target === one} onChange={() => setTarget(one)} /><span>{say.targets[one]}</span></label>
        ))}
      </fieldset>
      {target === 'agent' && <Agents others={others} value={to.agent ?? ''} choose={setAgent} />}
      {target === 'team' && <NativeSelect label={say.team} value={to.team ?? ''} data={teams.map(({ id, name }) => ({ value: id, label: name }))} onChange={(event) => setTeam(event.currentTarget.value)} />}
      {target === 'queue' && <p className="transfer-means">{say.queueMeans}</p>}
      {outside && <p className="transfer-means">{say.appMeans}</p>}
      {outside && <TextInput label={say.appTo} value={app} maxLength={100} onChange={(event) => setApp(event.currentTarget.value)} />}
      <Textarea
        data-autofocus
        autosize
        minRows={3}
        maxRows={8}
        label={outside ? say.appNote : say.reason}
        description={outside ? say.appNoteMeans : say.reasonMeans}
        value={reason}
        maxLength={outside ? 2000 : 4000}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}
      />
      {!outside && <label className="transfer-urgent"><input type="checkbox" checked={urgent} onChange={(event) => setUrgent(event.currentTarget.checked)} /> {say.urgent}</label>}
      <Button type="submit" disabled={!ready} loading={busy}>{say.transferNow}</Button>
    </form>
  );
}

function Agents({ others, value, choose }: { others: ReturnType<typeof useColleagues>['agents']; value: string; choose: (id: string) => void }) {
  const say = useWords(passingWords);
  const duty = useWords(dutyWords);
  if (others.length === 0) return <p className="transfer-means">{say.nobody}</p>;
  const data = others.map((one) => ({ value: one.id, label: `${one.name} · ${duty.status(one.status ?? 'none')}${one.languages.length > 0 ? ` · ${one.languages.join(', ')}` : ''}` }));
  return <NativeSelect label={say.agent} value={value} data={data} onChange={(event) => choose(event.currentTarget.value)} />;
}
