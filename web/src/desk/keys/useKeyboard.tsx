import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useKept } from '../../shared/useKept';
import { KEYS, keyOf, type Command, type Keys } from './keys';
import { keysWith, ownKeysOf, type OwnKeys } from './ownKeys';

export interface Keyboard {
  keys: Keys;
  own: OwnKeys;
  keep: (own: OwnKeys) => void;
}

const Held = createContext<Keyboard>({ keys: KEYS, own: {}, keep: () => undefined });

/** The keys of one agent, as this browser keeps them. */
export function KeyboardProvider({ agent, children }: { agent: string; children: ReactNode }) {
  const [kept, keep] = useKept(`causerie.keys.${agent}`);
  const keyboard = useMemo(() => {
    const own = ownKeysOf(kept);
    return { own, keys: keysWith(own), keep: (next: OwnKeys) => keep(Object.keys(next).length > 0 ? JSON.stringify(next) : null) };
  }, [kept, keep]);
  return <Held value={keyboard}>{children}</Held>;
}

export function useKeyboard(): Keyboard {
  return useContext(Held);
}

/** The key of a command, as this agent has it. */
export function useKeyOf(): (command: Command) => string {
  const { keys } = useKeyboard();
  return (command) => keyOf(command, keys);
}
