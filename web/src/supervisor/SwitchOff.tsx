import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import * as desk from '../api/desk';
import type { Switch } from '../api/floor';
import { nameOf } from '../desk/list/list';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bad } from '../shared/Page';
import { Segments } from '../shared/Segments';
import type { UsedFloor } from './useFloor';
import { words } from './words';

type Scope = Switch['scope'];

const SCOPES = ['brand', 'account', 'conversation'] as const;

/** The machine is disengaged: where, why, and what that does; nothing happens before it is said once more. */
export function SwitchOff({ used, close }: { used: UsedFloor; close: () => void }) {
  const say = useWords(words);
  const [scope, choose] = useState<Scope>('account');
  const [account, pick] = useState<string>();
  const [talk, setTalk] = useState<string>();
  const [reason, write] = useState('');
  const accounts = used.brand?.accounts ?? [];
  const key = { brand: '', account: account ?? accounts[0]?.id, conversation: talk }[scope];
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (key !== undefined && (await used.turn({ scope, key, engaged: false, reason }))) close();
  };
  return (
    <Modal opened onClose={close} title={say.offTitle} closeButtonProps={{ 'aria-label': say.close }}>
      <form className="form" onSubmit={(event) => void send(event)}>
        <Segments label={say.offWhere} value={scope} choose={choose} choices={SCOPES.map((value) => ({ value, label: say.scopes[value] }))} />
        {scope === 'account' && (
          <NativeSelect label={say.account} value={key} onChange={(event) => pick(event.currentTarget.value)} data={accounts.map(({ id, channel }) => ({ value: id, label: id === channel ? say.channels(channel) : `${id} · ${say.channels(channel)}` }))} />
        )}
        {scope === 'conversation' && <Find talk={talk} pick={setTalk} />}
        <TextInput label={say.offWhy} required maxLength={500} value={reason} onChange={(event) => write(event.currentTarget.value)} />
        <p className="off-effect"><Icon name="warning" size={18} /><span>{say.offEffect[scope]} {say.stopStays}</span></p>
        {used.refused && <Bad text={say.refused(used.refused)} />}
        <div className="form-acts">
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" color="red.9" loading={used.busy} disabled={!reason.trim() || key === undefined}>{say.offConfirm[scope]}</Button>
        </div>
      </form>
    </Modal>
  );
}

function Find({ talk, pick }: { talk: string | undefined; pick: (id: string) => void }) {
  const say = useWords(words);
  const [q, search] = useState('');
  const [asked] = useDebouncedValue(q, 200);
  const found = useQuery({ queryKey: ['floor-find', asked], queryFn: () => desk.list('all', asked, '') });
  const rows = found.data?.items.slice(0, 6) ?? [];
  return (
    <fieldset>
      <legend>{say.found}</legend>
      <TextInput aria-label={say.search} placeholder={say.search} value={q} onChange={(event) => search(event.currentTarget.value)} />
      {found.data && rows.length === 0 && <p className="page-hint">{say.nothingFound}</p>}
      {rows.map((row) => (
        <label key={row.conversation_id} className="found">
          <input type="radio" name="talk" checked={row.conversation_id === talk} onChange={() => pick(row.conversation_id)} />
          <span>{nameOf(row.customer, row.address)}</span>
          {row.channel && <span className="chip">{say.channels(row.channel)}</span>}
        </label>
      ))}
    </fieldset>
  );
}
