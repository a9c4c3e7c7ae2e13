import { Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { Floor, Waiting } from '../api/floor';
import { useWords } from '../shared/language';
import { Bad } from '../shared/Page';
import { couldTake } from './floor';
import { useTeams, type UsedFloor } from './useFloor';
import { words } from './words';

/** The conversation that is to be somebody else's. */
export interface Passed {
  id: string;
  epoch: number;
  who: string;
  waiting?: Waiting;
}

const EVERYBODY = 'everybody';

/** To an agent, a team or everybody, with why. */
export function PassOn({ passed, floor, used, close }: { passed: Passed; floor: Floor; used: UsedFloor; close: () => void }) {
  const say = useWords(words);
  const teams = useTeams();
  const agents = [...floor.agents].sort((one, other) => Number(couldTake(passed.waiting, other.id, floor)) - Number(couldTake(passed.waiting, one.id, floor)));
  const first = agents[0];
  const [to, choose] = useState(first ? `agent:${first.id}` : EVERYBODY);
  const [reason, write] = useState('');
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const [kind, id = null] = to.split(':');
    const given = { id: passed.id, epoch: passed.epoch, reason, agent: kind === 'agent' ? id : null, team: kind === 'team' ? id : null };
    if (await used.pass(given)) close();
  };
  return (
    <Modal opened onClose={close} title={say.passOnTitle(passed.who)} closeButtonProps={{ 'aria-label': say.close }}>
      <form className="form" onSubmit={(event) => void send(event)}>
        <NativeSelect label={say.to} value={to} data-autofocus onChange={(event) => choose(event.currentTarget.value)}>
          <optgroup label={say.toAgents}>
            {agents.map((one) => <option key={one.id} value={`agent:${one.id}`}>{[one.name, couldTake(passed.waiting, one.id, floor) ? say.canTake : one.status === null ? say.noDuty : say.status(one.status)].join(' · ')}</option>)}
          </optgroup>
          {teams.length > 0 && <optgroup label={say.toTeams}>{teams.map((one) => <option key={one.id} value={`team:${one.id}`}>{one.name}</option>)}</optgroup>}
          <option value={EVERYBODY}>{say.toEverybody}</option>
        </NativeSelect>
        <Textarea label={say.note} placeholder={say.notePlaceholder} required autosize={false} rows={3} maxLength={4000} value={reason} onChange={(event) => write(event.currentTarget.value)} />
        {used.refused && <Bad text={say.refused(used.refused)} />}
        <div className="form-acts">
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" loading={used.busy} disabled={!reason.trim()}>{say.passOn}</Button>
        </div>
      </form>
    </Modal>
  );
}
