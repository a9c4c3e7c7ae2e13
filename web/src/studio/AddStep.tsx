import { Button, Menu } from '@mantine/core';
import type { Ref } from 'react';
import { KINDS, type Kind } from '../api/studio';
import { Icon } from '../shared/Icon';
import { KindTile } from './icons';
import { useSay } from './useSay';

/** A new step, behind the one that is chosen. */
export function AddStep({ add, ref }: { add: (kind: Kind) => void; ref: Ref<HTMLButtonElement> }) {
  const say = useSay();
  return (
    <Menu position="bottom-start" width={290} shadow="md" returnFocus={false}>
      <Menu.Target><Button ref={ref} size="compact-sm" h={30} variant="subtle" className="add-step" leftSection={<Icon name="plus" size={15} />}>{say.addStep}</Button></Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => (
          <Menu.Item key={kind} leftSection={<KindTile kind={kind} />} onClick={() => add(kind)}>
            <span className="add-kind"><b>{say.kinds[kind]}</b><small>{say.kindHints[kind]}</small></span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
