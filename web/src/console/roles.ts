import type { Session } from '../api/desk';

const OF_SUPERVISORS = ['floor', 'hours', 'insights', 'silence'] as const;
const OF_ADMINS = ['studio', 'answers', 'unclear', 'dead-letters'] as const;

/** Parts of the console beside the Desk. */
export type Page = (typeof OF_SUPERVISORS | typeof OF_ADMINS)[number];

export const PAGES: readonly Page[] = [...OF_SUPERVISORS, ...OF_ADMINS];

/** Those that this agent may open. */
export function pagesOf(session: Session): Page[] {
  return PAGES.filter((page) => (OF_ADMINS.some((one) => one === page) ? session.agent.role === 'admin' : supervises(session)));
}

/** Looks after the floor: whoever has more rights than an agent. The server says so again at every door. */
export function supervises(session: Session): boolean {
  return session.agent.role === 'supervisor' || session.agent.role === 'admin';
}
