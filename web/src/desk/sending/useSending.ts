import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Outgoing } from './outgoing';
import { post, postWaiting } from './post';
import { change, unsent, waiting, watchUnsent, type Place } from './unsent';

export interface UsedSending {
  outgoing: Outgoing[];
  /** Whether the server has taken it; what has to wait has not. */
  send: (body: string, how?: Pick<Outgoing, 'account' | 'content'>) => Promise<boolean>;
  again: (one: Outgoing, force: boolean) => void;
  withdraw: (clientId: string) => void;
}

/** What one agent writes in one conversation. */
export function useSending(place: Place): UsedSending {
  const client = useQueryClient();
  const outgoing = useSyncExternalStore(watchUnsent, () => unsent(place));
  return {
    outgoing,
    send: async (body, how = {}) => {
      const clientId = newId();
      change(place, { kind: 'sent', clientId, body, at: new Date().toISOString(), ...how });
      // Behind what waits, or it would overtake it.
      if (outgoing.some((one) => one.state === 'waiting')) change(place, { kind: 'unreached', clientId });
      else await post(client, place, clientId);
      return !unsent(place).some((one) => one.clientId === clientId);
    },
    again: (one, force) => {
      change(place, { kind: 'again', clientId: one.clientId });
      void post(client, place, one.clientId, force);
    },
    withdraw: (clientId) => change(place, { kind: 'withdrawn', clientId }),
  };
}

const AGAIN = 3_000; // milliseconds

/** Sends what waits, in whichever conversation, once the server can be reached. */
export function useResending(): void {
  const client = useQueryClient();
  const some = useSyncExternalStore(watchUnsent, () => waiting().length > 0);
  useEffect(() => {
    if (!some) return;
    let under_way = false;
    const timer = setInterval(() => {
      if (under_way) return;
      under_way = true;
      void Promise.all(waiting().map((place) => postWaiting(client, place))).finally(() => {
        under_way = false;
      });
    }, AGAIN);
    return () => clearInterval(timer);
  }, [some, client]);
}

/** Unguessable enough to make a repeated click one message; crypto.randomUUID asks for HTTPS. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
