import { useCallback, useState } from 'react';

const KEPT = 'causerie.single-keys';

/** May a letter alone be a command? Not where who dictates, or whose hand is unsteady, has turned them off on this device. */
export function areSingleKeysOn(): boolean {
  return localStorage.getItem(KEPT) !== 'off';
}

export function useSingleKeys(): [on: boolean, turn: (on: boolean) => void] {
  const [on, set] = useState(areSingleKeysOn);
  const turn = useCallback((next: boolean) => {
    localStorage.setItem(KEPT, next ? 'on' : 'off');
    set(next);
  }, []);
  return [on, turn];
}
