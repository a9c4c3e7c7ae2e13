export interface Piece {
  text: string;
  href?: string;
}

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;

/** Text cut where its links are. */
export function pieces(text: string): Piece[] {
  const cut: Piece[] = [];
  let from = 0;
  for (const { 0: href, index } of text.matchAll(LINK)) {
    if (index > from) cut.push({ text: text.slice(from, index) });
    cut.push({ text: href, href });
    from = index + href.length;
  }
  if (from < text.length) cut.push({ text: text.slice(from) });
  return cut;
}
