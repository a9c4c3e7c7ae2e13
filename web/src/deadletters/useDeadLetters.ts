import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as desk from '../api/desk';
import type { DeadLetters } from '../api/desk';

const KEY = ['dead-letters'] as const;

export interface UsedDeadLetters {
  letters: DeadLetters | undefined;
  failed: boolean;
  retry: (id: string) => void;
  retrying: string | undefined;
  again: () => void;
}

export function useDeadLetters(): UsedDeadLetters {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: KEY, queryFn: desk.deadLetters, refetchInterval: 15_000 });
  const trying = useMutation({
    mutationFn: desk.retry,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  return {
    letters: asked.data,
    failed: asked.isError,
    retry: (id) => trying.mutate(id),
    retrying: trying.isPending ? trying.variables : undefined,
    again: () => void asked.refetch(),
  };
}
