export interface Piece {
  text: string;
  href?: string;
}

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;

/** Text cut where its links are. The signs that French sets apart never begin a line. */
export function pieces(said: string): Piece[] {
  const text = said.replaceAll(/ (?=[:;?!](?:\s|$)|»)|(?<=«) /g, '\u00a0');
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
