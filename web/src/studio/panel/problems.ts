/** Problems as the Studio tells them: their place is shown beside, so it need not be said again. Pure. */

import type { Problem } from '../../api/studio';

const PLACE = /^(?:draft(?:, line \d+|:\d+)?: )?(?:flow "[^"]*"(?:, step "[^"]*")?(?:, "?[\w ]+"?)?: )/;

export function tellOf(text: string): string {
  const told = text.replace(PLACE, '');
  return told.charAt(0).toUpperCase() + told.slice(1);
}

export function countByStep(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const problem of problems) counts.set(problem.step ?? '', (counts.get(problem.step ?? '') ?? 0) + 1);
  return counts;
}
