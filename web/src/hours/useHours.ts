import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as api from '../api/hours';
import type { NewHours, Offices } from '../api/hours';
import { Refused } from '../api/http';

const HOURS = ['hours'] as const;
const EVERY = 30_000; // milliseconds: it opens and closes meanwhile

export interface UsedHours {
  offices: Offices | undefined;
  failed: boolean;
  again: () => void;
  /** True: it holds. */
  say: (team: string | null, given: NewHours) => Promise<boolean>;
  busy: boolean;
  /** The code of the last refusal. */
  refused: string | null;
  forget: () => void;
}

export function useHours(): UsedHours {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: HOURS, queryFn: api.hours, staleTime: 0, refetchInterval: EVERY });
  const doing = useMutation({
    mutationFn: ({ team, given }: { team: string | null; given: NewHours }) => api.say(team, given),
    onSettled: () => client.invalidateQueries({ queryKey: HOURS }),
  });
  return {
    offices: asked.data,
    failed: asked.isError,
    again: () => void asked.refetch(),
    say: (team, given) =>
      doing.mutateAsync({ team, given }).then(
        () => true,
        () => false, // `refused` tells it
      ),
    busy: doing.isPending,
    refused: doing.isError ? (doing.error instanceof Refused ? doing.error.code : 'unknown') : null,
    forget: doing.reset,
  };
}
