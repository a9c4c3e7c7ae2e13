import type { Session } from '../api/desk';

/** Looks after the floor: whoever has more rights than an agent. The server says so again at every door. */
export function supervises(session: Session): boolean {
  return session.agent.role === 'supervisor' || session.agent.role === 'admin';
}
