import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Thrown } from '../api/floor';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bad, Part } from '../shared/Page';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import type { UsedFloor } from './useFloor';
import { words } from './words';

/** Where the bot is off: by whom, why, and the way back. */
export function Switches({ switches, used }: { switches: Thrown[]; used: UsedFloor }) {
  const say = useWords(words);
  const [turned, turn] = useState<Thrown>();
  const where = (one: Thrown) => say.offFor(one.scope, one.scope === 'account' ? say.channels(one.key) : say.oneConversation);
  const engage = async (one: Thrown) => {
    if (await used.turn({ scope: one.scope, key: one.key, engaged: true })) turn(undefined);
  };
  return (
    <Part title={say.switches} count={switches.length}>
      <ul className="thrown">
        {switches.map((one) => <One key={`${one.scope}:${one.key}`} one={one} where={where(one)} turn={() => turn(one)} />)}
      </ul>
      {turned && (
        <Modal opened onClose={() => turn(undefined)} title={say.onTitle(where(turned))} closeButtonProps={{ 'aria-label': say.close }}>
          <div className="form">
            <p className="form-lead">{say.onEffect}</p>
            {used.refused && <Bad text={say.refused(used.refused)} />}
            <div className="form-acts">
              <Button variant="default" onClick={() => turn(undefined)}>{say.cancel}</Button>
              <Button data-autofocus loading={used.busy} onClick={() => void engage(turned)}>{say.onAgain}</Button>
            </div>
          </div>
        </Modal>
      )}
    </Part>
  );
}

function One({ one, where, turn }: { one: Thrown; where: string; turn: () => void }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(60_000);
  return (
    <li>
      <Icon name="power" size={18} />
      <p>
        <strong>{say.switchedOff} {where}</strong>
        <span>{say.offBy(one.by_name ?? '?', dates.brief(one.at, now))}{one.reason && ` · ${say.because(one.reason)}`}</span>
      </p>
      {one.scope === 'conversation' && <Button component={Link} href={`/desk/all/${one.key}`} size="xs" variant="subtle">{say.open}</Button>}
      <Button size="xs" variant="default" aria-label={say.onAgainOf(where)} onClick={turn}>{say.onAgain}</Button>
    </li>
  );
}
