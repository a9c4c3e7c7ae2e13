import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as desk from '../api/desk';
import type { Demo, Session } from '../api/desk';
import { Refused } from '../api/http';

export type Standing =
  | { kind: 'asking' }
  | { kind: 'unreachable'; again: () => void }
  | { kind: 'out'; demo: Demo | undefined }
  | { kind: 'in'; session: Session };

export const SESSION = ['session'] as const;

/** Who is logged in. */
export function useSession(): Standing {
  const asked = useQuery({ queryKey: SESSION, queryFn: desk.session, staleTime: Infinity, retry: false });
  if (asked.data) return { kind: 'in', session: asked.data };
  if (asked.isPending) return { kind: 'asking' };
  const refused = asked.error instanceof Refused ? asked.error : undefined;
  if (refused?.status === 401) return { kind: 'out', demo: desk.demoOf(refused.problem) };
  return { kind: 'unreachable', again: () => void asked.refetch() };
}

export type LoginRefusal = 'wrong' | 'tooMany' | 'offline';

export function useLogIn(): { logIn: (email: string, password: string) => void; busy: boolean; refusal: LoginRefusal | null } {
  const client = useQueryClient();
  const sending = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => desk.logIn(email, password),
    onSuccess: (session) => client.setQueryData(SESSION, session),
  });
  return {
    logIn: (email, password) => sending.mutate({ email, password }),
    busy: sending.isPending,
    refusal: sending.error ? refusalOf(sending.error) : null,
  };
}

function refusalOf(error: Error): LoginRefusal {
  const status = error instanceof Refused ? error.status : 0;
  if (status === 401 || status === 422) return 'wrong';
  return status === 429 ? 'tooMany' : 'offline';
}

/** Logs out and forgets everything that was fetched. */
export function useLogOut(): () => void {
  const client = useQueryClient();
  const leaving = useMutation({
    mutationFn: desk.logOut,
    onSuccess: () => {
      client.clear();
      location.assign('/');
    },
  });
  return () => leaving.mutate();
}
