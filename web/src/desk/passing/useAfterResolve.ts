import { useKept } from '../../shared/useKept';

/** Does this agent go on to the next that waits once one is resolved? Not unless they say so: whoever is new to it would lose sight of what they did. */
export function useAfterResolve(agent: string): [goesOn: boolean, turn: (goesOn: boolean) => void] {
  const [kept, keep] = useKept(`causerie.after-resolve.${agent}`);
  return [kept === 'next', (goesOn) => keep(goesOn ? 'next' : null)];
}
