/** The live stream, as the page knows it. Pure. */

export interface Line {
  connected: boolean;
  /** When the line was lost, in milliseconds; null: it stands, or never stood. */
  lostAt: number | null;
  /** Failed attempts in a row. */
  failed: number;
  /** How often it came back. */
  returned: number;
}

export type Event = { kind: 'connected' } | { kind: 'lost'; at: number };

export const opening: Line = { connected: true, lostAt: null, failed: 0, returned: 0 };

export function next(line: Line, event: Event): Line {
  switch (event.kind) {
    case 'connected':
      return line.connected ? line : { ...opening, returned: line.returned + 1 };
    case 'lost':
      return { ...line, connected: false, lostAt: line.lostAt ?? event.at, failed: line.failed + 1 };
  }
}

const FIRST = 1_000;
const LONGEST = 15_000;

/** Milliseconds until the next attempt: doubled each time, spread so that a thousand Desks do not knock at once. */
export function patience(failed: number, spread: number): number {
  return Math.round(Math.min(LONGEST, FIRST * 2 ** Math.max(0, failed - 1)) * (0.5 + spread / 2));
}

/** Without a word for so long a line that looks open is dead: the server says something every 15 seconds. */
export const SILENCE = 45_000;
