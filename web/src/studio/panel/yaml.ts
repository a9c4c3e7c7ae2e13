/** The colours of YAML, a line at a time. Pure. */

export interface Piece {
  text: string;
  kind: '' | 'key' | 'text' | 'aside' | 'mark' | 'expression';
}

const TOKENS = /(^|\s)(#.*$)|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([\p{L}_][\p{L}\w.-]*)(?=:(?:\s|$))|([&*][\w.-]+)|([{}[\],]|^\s*-(?=\s)|:(?=\s|$))/gu;

export function coloured(line: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of line.matchAll(TOKENS)) {
    const start = found.index + (found[2] ? (found[1]?.length ?? 0) : 0);
    if (start > from) pieces.push({ text: line.slice(from, start), kind: '' });
    const kind = found[2] ? 'aside' : found[3] ? 'text' : found[4] ? 'key' : found[5] ? 'expression' : 'mark';
    pieces.push({ text: line.slice(start, found.index + found[0].length), kind });
    from = found.index + found[0].length;
  }
  if (from < line.length) pieces.push({ text: line.slice(from), kind: '' });
  return pieces;
}
