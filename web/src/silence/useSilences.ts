import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { brand as askBrand, type BrandShape } from '../api/floor';
import { Refused } from '../api/http';
import * as api from '../api/silence';
import type { HeldMessage, Lift, NewSilence, SilenceShape } from '../api/silence';

const SILENCES = ['silences'] as const;

export interface UsedSilences {
  silences: SilenceShape[] | undefined;
  brand: BrandShape | undefined;
  failed: boolean;
  again: () => void;
  more: (() => void) | undefined;
  /** How many messages were already on their way; null: it was not taken. */
  begin: (given: NewSilence) => Promise<number | null>;
  lift: (id: string, given: Lift) => Promise<boolean>;
  busy: boolean;
  /** The status of the last refusal. */
  refused: number | null;
  forget: () => void;
}

export function useSilences(): UsedSilences {
  const client = useQueryClient();
  const asked = useInfiniteQuery({
    queryKey: SILENCES, queryFn: ({ pageParam }) => api.silences(pageParam), initialPageParam: '', getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 0, refetchInterval: 10_000,
  });
  const brand = useQuery({ queryKey: ['brand'], queryFn: askBrand, staleTime: Infinity });
  const doing = useMutation({
    mutationFn: (run: () => Promise<number>) => run(),
    onSettled: () => client.invalidateQueries({ queryKey: SILENCES }),
  });
  const act = (run: () => Promise<number>): Promise<number | null> => doing.mutateAsync(run).catch(() => null); // `refused` tells it
  return {
    silences: asked.data?.pages.flatMap((page) => page.items),
    brand: brand.data,
    failed: asked.isError,
    again: () => void asked.refetch(),
    more: asked.hasNextPage ? () => void asked.fetchNextPage() : undefined,
    begin: (given) => act(async () => (await api.begin(given)).in_flight.length),
    lift: async (id, given) => (await act(async () => (await api.lift(id, given)).epoch)) !== null,
    busy: doing.isPending,
    refused: doing.isError ? (doing.error instanceof Refused ? doing.error.status : 0) : null,
    forget: doing.reset,
  };
}

/** What a silence holds now, as far as is shown. */
export function useHeld(id: string): { held: HeldMessage[]; more: boolean } {
  const asked = useQuery({ queryKey: [...SILENCES, id, 'held'], queryFn: () => api.held(id), staleTime: 0, refetchInterval: 5_000 });
  return { held: asked.data?.items ?? [], more: asked.data?.next != null };
}
