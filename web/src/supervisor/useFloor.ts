import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as api from '../api/floor';
import type { BrandShape, Colleague, Floor, Switch, Thrown, Trail } from '../api/floor';
import { Refused } from '../api/http';

const FLOOR = ['floor'] as const;
const SWITCHES = ['switches'] as const;
const BRAND = ['brand'] as const;
const EVERY = 3_000; // milliseconds: on a busy floor something changes all the time, and one look must be enough

export interface Passing {
  id: string;
  epoch: number;
  reason: string;
  agent: string | null;
  team: string | null;
}

export interface UsedFloor {
  floor: Floor | undefined;
  brand: BrandShape | undefined;
  failed: boolean;
  again: () => void;
  /** True: it was done. */
  take: (id: string, epoch: number) => Promise<boolean>;
  pass: (given: Passing) => Promise<boolean>;
  turn: (given: Switch) => Promise<boolean>;
  busy: boolean;
  /** The code of the last refusal. */
  refused: string | null;
}

export function useFloor(): UsedFloor {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: FLOOR, queryFn: api.floor, staleTime: 0, refetchInterval: EVERY });
  const brand = useQuery({ queryKey: BRAND, queryFn: api.brand, staleTime: Infinity });
  const doing = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSettled: () => Promise.all([FLOOR, SWITCHES].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  const act = (run: () => Promise<unknown>) =>
    doing.mutateAsync(run).then(
      () => true,
      () => false, // `refused` tells it
    );
  return {
    floor: asked.data,
    brand: brand.data,
    failed: asked.isError,
    again: () => void asked.refetch(),
    take: (id, epoch) => act(() => api.take(id, epoch)),
    pass: ({ id, ...given }) => act(() => api.transfer(id, given)),
    turn: (given) => act(() => api.throwSwitch(given)),
    busy: doing.isPending,
    refused: doing.isError ? (doing.error instanceof Refused ? doing.error.code : 'unknown') : null,
  };
}

/** Whom one can pass on to. */
export function useTeams(): { id: string; name: string }[] {
  const asked = useQuery({ queryKey: ['colleagues'], queryFn: api.colleagues });
  return asked.data?.teams ?? [];
}

export type { Colleague };

export function useTrail(id: string | undefined): { trail: Trail | undefined; failed: boolean } {
  const asked = useQuery({ queryKey: ['trail', id], queryFn: () => api.trail(id ?? ''), enabled: id !== undefined, staleTime: 0 });
  return { trail: asked.data, failed: asked.isError };
}

/** Where the bot is off for many: everybody at the Desk must know. */
export function useSwitches(): Thrown[] {
  const asked = useQuery({ queryKey: SWITCHES, queryFn: api.switches, staleTime: 0, refetchInterval: 10_000 });
  return (asked.data?.items ?? []).filter(({ scope }) => scope !== 'conversation');
}
