/** What is being called while one writes: a canned reply after "/", a colleague after "@". Pure. */

export interface Called {
  /** Where the sign stands. */
  from: number;
  query: string;
}

const SIGNS = { '/': /(?:^|\s)\/([\w-]*)$/, '@': /(?:^|[\s(])@([\p{L}\p{N}'-]*(?: [\p{L}\p{N}'-]*)?)$/u } as const;

/** What stands right before the caret, if it calls something. */
export function called(sign: keyof typeof SIGNS, text: string, caret: number): Called | null {
  const query = SIGNS[sign].exec(text.slice(0, caret))?.[1];
  return query === undefined ? null : { from: caret - query.length - 1, query };
}

/** The text with the call replaced, and where the caret then stands. */
export function replaced(text: string, { from, query }: Called, by: string): { text: string; caret: number } {
  return { text: text.slice(0, from) + by + text.slice(from + 1 + query.length), caret: from + by.length };
}
