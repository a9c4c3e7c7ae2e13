import { Button, Kbd, Modal } from '@mantine/core';
import { useWords } from '../../shared/language';
import { useAfterResolve } from '../passing/useAfterResolve';
import { passingWords } from '../passing/words';
import { words } from '../words';
import { KeyButton } from './KeyButton';
import { GROUPS, IN_FIELD, type Group } from './keys';
import { useKeyboard } from './useKeyboard';
import { PALETTE_KEY } from './usePalette';
import { useSingleKeys } from './useSingleKeys';
import { keyWords } from './words';

const SHOWN: readonly Group[] = ['moving', 'several', 'duty', 'writing', 'acting', 'triage'];

export function Help({ opened, close, me }: { opened: boolean; close: () => void; me: string }) {
  const say = useWords(words);
  const name = useWords(keyWords);
  const passing = useWords(passingWords);
  const [on, turn] = useSingleKeys();
  const { own, keep } = useKeyboard();
  const changed = Object.keys(own).length > 0;
  const [goesOn, goOn] = useAfterResolve(me);
  return (
    <Modal opened={opened} onClose={close} title={say.keys} size="xl" centered closeButtonProps={{ 'aria-label': say.close }}>
      <p className="keys-lead">{say.keysLead}</p>
      <label className="keys-single"><input type="checkbox" checked={on} onChange={(event) => turn(event.currentTarget.checked)} /> {name.single}</label>
      <label className="keys-single"><input type="checkbox" checked={goesOn} onChange={(event) => goOn(event.currentTarget.checked)} /> {passing.afterResolve}</label>
      <p className="keys-lead">{name.changeLead} {changed && <Button size="compact-xs" variant="default" onClick={() => keep({})}>{name.reset}</Button>}</p>
      <div className="keys-groups">
        {SHOWN.map((group) => (
          <section key={group}>
            <h3>{name.groups[group]}</h3>
            <dl className="keys">
              {GROUPS[group].map(([, command]) => <div key={command}><dt><KeyButton command={command} /></dt><dd>{name.commands[command]}</dd></div>)}
            </dl>
          </section>
        ))}
        <section>
          <h3>{name.inField}</h3>
          <dl className="keys" data-wide>
            <div><dt><Kbd>{name.keys(PALETTE_KEY)}</Kbd></dt><dd>{name.openPalette}</dd></div>
            {IN_FIELD.map(([key, command]) => <div key={command}><dt><Kbd>{name.keys(key)}</Kbd></dt><dd>{name.fieldCommands[command]}</dd></div>)}
          </dl>
        </section>
      </div>
    </Modal>
  );
}
