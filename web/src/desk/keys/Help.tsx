import { Kbd, Modal } from '@mantine/core';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { KEYS } from './keys';

export function Help({ opened, close }: { opened: boolean; close: () => void }) {
  const say = useWords(words);
  return (
    <Modal opened={opened} onClose={close} title={say.keys} centered closeButtonProps={{ 'aria-label': say.close }}>
      <p className="keys-lead">{say.keysLead}</p>
      <dl className="keys">
        {KEYS.map(([key, command]) => <div key={command}><dt><Kbd>{say.keyNames(key)}</Kbd></dt><dd>{say.commands[command]}</dd></div>)}
      </dl>
    </Modal>
  );
}
