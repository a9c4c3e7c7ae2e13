import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as desk from '../api/desk';
import type { DeadLetters } from '../api/desk';
import { DEAD_LETTERS } from '../desk/queries';

export interface UsedDeadLetters {
  letters: DeadLetters | undefined;
  failed: boolean;
  retry: (id: string) => void;
  retrying: string | undefined;
  /** The last retry was not taken. */
  refused: boolean;
  again: () => void;
}

export function useDeadLetters(): UsedDeadLetters {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: DEAD_LETTERS, queryFn: desk.deadLetters, staleTime: 0 });
  const trying = useMutation({
    mutationFn: desk.retry,
    onSettled: () => client.invalidateQueries({ queryKey: DEAD_LETTERS }),
  });
  return {
    letters: asked.data,
    failed: asked.isError,
    retry: (id) => trying.mutate(id),
    retrying: trying.isPending ? trying.variables : undefined,
    refused: trying.isError,
    again: () => void asked.refetch(),
  };
}

const DAY = 24 * 3600_000;

/** How many messages did not go through since yesterday, for whoever may see them. */
export function useDeadCount(may: boolean): number {
  const asked = useQuery({ queryKey: DEAD_LETTERS, queryFn: desk.deadLetters, enabled: may, select: lately });
  return asked.data ?? 0;
}

function lately(letters: DeadLetters): number {
  return letters.deliveries.filter((one) => Date.now() - Date.parse(one.at) < DAY).length;
}
