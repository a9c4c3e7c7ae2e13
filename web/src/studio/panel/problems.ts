/** Problems as the Studio tells them: their place is shown beside, so it need not be said again. Pure. */

import type { Problem } from '../../api/studio';
import type { Language } from '../../shared/language';
import { FRENCH, HINT } from './problems.fr';

const PLACE = /^(?:draft(?:, line \d+|:\d+)?: )?(?:flow "[^"]*"(?:, step "[^"]*")?(?:, (?:"\w+"|options))?: )/;

/** The checks speak English; what is new there is told as they say it. */
export function tellOf(text: string, language: Language): string {
  const told = text.replace(PLACE, '');
  const hint = HINT.exec(told);
  const plain = hint ? told.slice(0, hint.index).trim() : told;
  const known = language === 'fr' ? FRENCH.find(([form]) => form.test(plain)) : undefined;
  if (!known) return told.charAt(0).toUpperCase() + told.slice(1);
  const french = plain.replace(known[0], known[1]);
  return hint ? `${french.replace(/\.?$/, '.')} Vouliez-vous dire «\u00a0${hint[1] ?? ''}\u00a0»\u00a0?` : french;
}

export function countByStep(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const problem of problems) counts.set(problem.step ?? '', (counts.get(problem.step ?? '') ?? 0) + 1);
  return counts;
}
