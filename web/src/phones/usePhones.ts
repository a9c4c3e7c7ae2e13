import { useCallback, useEffect, useReducer, useState } from 'react';
import * as sandbox from '../api/sandbox';
import type { Fault, Faults, Said } from '../api/sandbox';
import { next, nothing, type Shown } from './phones';

export interface UsedPhones {
  shown: Shown;
  faults: Faults;
  /** What the last act was refused with. */
  refused: string | null;
  reload: () => void;
  say: (account: string, said: Said) => Promise<boolean>;
  read: (account: string) => void;
  addFault: (fault: Fault) => void;
  clearFaults: (account: string) => void;
}

const NO_FAULTS: Faults = { kinds: [], active: [] };

/** The phones, live. The only place of this page that talks to a server. */
export function usePhones(): UsedPhones {
  const [shown, dispatch] = useReducer(next, nothing);
  const [faults, setFaults] = useState<Faults>(NO_FAULTS);
  const [refused, setRefused] = useState<string | null>(null);

  const attempt = useCallback(async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      setRefused(null);
      return true;
    } catch (failure) {
      setRefused(failure instanceof Error ? failure.message : String(failure));
      return false;
    }
  }, []);

  const load = useCallback(async () => {
    try {
      dispatch({ kind: 'loaded', answer: await sandbox.phones() });
    } catch {
      dispatch({ kind: 'failed' });
    }
  }, []);

  const loadFaults = useCallback(() => attempt(async () => setFaults(await sandbox.faults())), [attempt]);

  useEffect(() => {
    const stop = sandbox.watch({
      phone: (phone) => dispatch({ kind: 'changed', phone }),
      connected: () => {
        dispatch({ kind: 'connected' });
        void load();
      },
      lost: () => dispatch({ kind: 'lost' }),
    });
    // The stream may be refused where the list is not: the page shows itself either way.
    const timer = setTimeout(() => {
      void load();
      void loadFaults();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [load, loadFaults]);

  // A fault is spent by the brand's messages, and those change a phone.
  const waiting = faults.active.length > 0;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => void loadFaults(), 700);
    return () => clearTimeout(timer);
  }, [shown.phones, waiting, loadFaults]);

  return {
    shown,
    faults,
    refused,
    reload: () => void load(),
    say: (account, said) => attempt(() => sandbox.say(account, said)),
    read: (account) => void attempt(() => sandbox.read(account)),
    addFault: (fault) => void attempt(() => sandbox.addFault(fault)).then(loadFaults),
    clearFaults: (account) => void attempt(() => sandbox.clearFaults(account)).then(loadFaults),
  };
}
