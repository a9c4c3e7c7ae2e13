/*
 * For the brand's own site:
 *
 *   <script src="https://chat.example.com/site.js" async></script>
 *   <a href="https://t.me/shop_bot" data-causerie>Write to us</a>
 *
 * Which pages are opened and what is searched for stays in this tab's own memory. Whoever presses a marked link takes
 * it along, under a code in the link: people who answer then know what it is about. A browser that asks not to be tracked
 * keeps nothing; the links work all the same. `data-search="q"` names the words of a search in
 * the page's address.
 */
(() => {
  'use strict';
  const script = document.currentScript;
  const MOST = 20;
  const PATIENCE = 1500; // milliseconds: nobody waits longer for a link
  const KEY = 'causerie';
  const server = new URL(script.src).origin;
  const named = (script.dataset.search || 'q,query,search,s').split(',');

  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) || { pages: [], searches: [] };
    } catch {
      return { pages: [], searches: [] };
    }
  };

  const note = () => {
    const seen = read();
    const at = Date.now();
    const url = location.origin + location.pathname;
    if (seen.pages.at(-1)?.url !== url) seen.pages.push({ url, title: document.title, at });
    const asked = new URLSearchParams(location.search);
    const words = named.map((name) => asked.get(name.trim())).find(Boolean);
    if (words && seen.searches.at(-1)?.words !== words) seen.searches.push({ words, at });
    seen.pages = seen.pages.slice(-MOST);
    seen.searches = seen.searches.slice(-MOST);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(seen));
    } catch {
      // full, or forbidden: the links work without
    }
  };

  const told = () => {
    const now = Date.now();
    const ago = ({ at, ...one }) => ({ ...one, ago: Math.min(Math.max(0, now - at), 86_400_000) });
    const seen = read();
    return JSON.stringify({ pages: seen.pages.map(ago), searches: seen.searches.map(ago) });
  };

  const WHERE = { 't.me': 'start', 'm.me': 'ref', 'wa.me': 'text', 'sms:': 'body' }; // how each app takes a code along

  const carrying = (href, code) => {
    const link = new URL(href);
    const name = WHERE[link.hostname || link.protocol];
    if (!name) return href;
    const words = name === 'text' || name === 'body' ? link.searchParams.get(name) : null;
    link.searchParams.set(name, words ? `${words} ${code}` : code);
    link.search = link.search.replaceAll('+', '%20'); // not every app reads a plus as a space
    return link.href;
  };

  const follow = async (link) => {
    try {
      // As plain text: a request that needs no leave is one round trip, and the link waits for it.
      const answer = await fetch(`${server}/site/visits`, {
        method: 'POST', body: told(), headers: { 'Content-Type': 'text/plain' }, credentials: 'omit',
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) return carrying(link.href, (await answer.json()).code);
    } catch {
      // late or away: the link as it stands
    }
    return link.href;
  };

  if (navigator.globalPrivacyControl || navigator.doNotTrack === '1') return;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', note);
  else note();
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-causerie]') : null;
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(link).then((address) => location.assign(address));
  });
})();
