import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as bulletins from '../api/bulletins';
import { DEAD_BULLETINS } from '../desk/queries';

export interface UsedDeadBulletins {
  told: bulletins.DeadBulletins | undefined;
  failed: boolean;
  retry: (id: string) => void;
  retrying: string | undefined;
  /** The last retry was not taken. */
  refused: boolean;
}

export function useDeadBulletins(): UsedDeadBulletins {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: DEAD_BULLETINS, queryFn: bulletins.dead, staleTime: 0, refetchInterval: 5_000 });
  const trying = useMutation({ mutationFn: bulletins.retry, onSettled: () => client.invalidateQueries({ queryKey: DEAD_BULLETINS }) });
  return {
    told: asked.data,
    failed: asked.isError,
    retry: (id) => trying.mutate(id),
    retrying: trying.isPending ? trying.variables : undefined,
    refused: trying.isError,
  };
}
