import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as desk from '../api/desk';
import type { DeadKind, DeadLetters } from '../api/desk';
import { DEAD_LETTERS } from '../desk/queries';

export interface UsedDeadLetters {
  letters: DeadLetters | undefined;
  failed: boolean;
  retry: (kind: DeadKind, id: string) => void;
  retrying: string | undefined;
  /** The last retry was not taken. */
  refused: boolean;
  again: () => void;
}

export function useDeadLetters(): UsedDeadLetters {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: DEAD_LETTERS, queryFn: desk.deadLetters, staleTime: 0 });
  const trying = useMutation({
    mutationFn: ({ kind, id }: { kind: DeadKind; id: string }) => desk.retry(kind, id),
    onSettled: () => client.invalidateQueries({ queryKey: DEAD_LETTERS }),
  });
  return {
    letters: asked.data,
    failed: asked.isError,
    retry: (kind, id) => trying.mutate({ kind, id }),
    retrying: trying.isPending ? trying.variables.id : undefined,
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
