/** Tags as an agent writes them. Pure. */

const MOST = 6;

/** What the text may become: tags in use that it begins or is found in, the most used first. */
export function suggestedTags(known: readonly { tag: string; times: number }[], has: readonly string[], text: string): string[] {
  const wanted = text.trim().toLowerCase();
  const fitting = known.filter(({ tag }) => !has.includes(tag) && tag.toLowerCase().includes(wanted));
  const begins = (tag: string) => Number(tag.toLowerCase().startsWith(wanted));
  return fitting.toSorted((a, b) => begins(b.tag) - begins(a.tag) || b.times - a.times).slice(0, MOST).map(({ tag }) => tag);
}

/** One more; the same in other letters is the same. */
export function withTag(tags: readonly string[], one: string): string[] {
  return tags.some((tag) => tag.toLowerCase() === one.toLowerCase()) ? [...tags] : [...tags, one];
}
