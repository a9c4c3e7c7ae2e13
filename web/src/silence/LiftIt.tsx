import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { SilenceShape } from '../api/silence';
import { useWords } from '../shared/language';
import { Bad } from '../shared/Page';
import { RAMPS } from './silence';
import { useScope } from './useScope';
import type { UsedSilences } from './useSilences';
import { words } from './words';

const GONE = 404;

/** How fast the brand comes back, and whether with what was held. Of one that is coming back: faster, at once by itself. */
export function LiftIt({ one, used, close }: { one: SilenceShape; used: UsedSilences; close: () => void }) {
  const say = useWords(words);
  const scope = useScope(used.brand)(one.scope);
  const [ramp, setRamp] = useState(one.lifted_at === null ? '30' : '0');
  const [drop, setDrop] = useState(false);
  const [note, write] = useState('');
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (await used.lift(one.id, { ramp_minutes: Number(ramp), drop_held: drop, ...(note.trim() ? { note } : {}) })) close();
  };
  return (
    <Modal opened onClose={close} title={say.liftTitle(scope)} closeButtonProps={{ 'aria-label': say.close }}>
      <form className="form" onSubmit={(event) => void send(event)}>
        <NativeSelect label={say.liftRamp} description={say.rampHint} value={ramp} data-autofocus onChange={(event) => setRamp(event.currentTarget.value)} data={RAMPS.map((minutes) => ({ value: String(minutes), label: say.ramps[minutes] }))} />
        <label className="level">
          <input type="checkbox" checked={drop} onChange={(event) => setDrop(event.currentTarget.checked)} />
          <span><strong>{say.drop}</strong><small>{say.dropHint}</small></span>
        </label>
        <TextInput label={say.note} maxLength={500} value={note} onChange={(event) => write(event.currentTarget.value)} />
        {used.refused !== null && <Bad text={used.refused === GONE ? say.over : say.refused} />}
        <div className="form-acts">
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" loading={used.busy}>{say.liftConfirm}</Button>
        </div>
      </form>
    </Modal>
  );
}
