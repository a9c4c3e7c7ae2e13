import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Session } from '../api/desk';
import { words } from '../desk/words';
import { useDeadCount } from '../deadletters/useDeadLetters';
import { useLogOut } from '../session/useSession';
import logo from '../shared/causerie.svg';
import { Icon, type IconName } from '../shared/Icon';
import { useLanguage, useWords } from '../shared/language';
import { PALETTE_KEY } from '../desk/keys/usePalette';
import { keyWords } from '../desk/keys/words';
import { PAGES, supervises } from './roles';
import { words as ownWords } from './words';

const STUDIO: readonly string[] = ['studio', 'answers', 'unclear'];

/** The narrow bar at the left: the parts of the console, and what concerns oneself. */
export function Rail({ session, commands }: { session: Session; commands: () => void }) {
  const say = useWords(words);
  const [path] = useLocation();
  const parts = useWords(ownWords);
  const keys = useWords(keyWords);
  const at = PAGES.find((part) => path === `/desk/${part}` || path.startsWith(`/desk/${part}/`));
  const admin = session.agent.role === 'admin';
  const failed = useDeadCount(admin);
  return (
    <nav className="rail" aria-label={say.nav}>
      <img src={logo} alt="Causerie" width={26} height={26} className="rail-logo" />
      <Part href="/desk/queue" icon="inbox" name={say.desk} current={at === undefined} />
      {supervises(session) && (
        <>
          <Part href="/desk/floor" icon="floor" name={parts.pages.floor} current={at === 'floor'} />
          <Part href="/desk/hours" icon="clock" name={parts.pages.hours} current={at === 'hours'} />
          <Part href="/desk/insights" icon="chart" name={parts.pages.insights} current={at === 'insights'} />
          <Part href="/desk/silence" icon="silence" name={parts.pages.silence} current={at === 'silence'} />
        </>
      )}
      {admin && <Part href="/desk/studio" icon="flow" name={say.studio} current={at !== undefined && STUDIO.includes(at)} />}
      {admin && <Part href="/desk/dead-letters" icon="warning" name={failed ? say.deadCount(failed) : say.deadLetters} current={at === 'dead-letters'} count={failed} />}
      {session.demo?.phones_url && (
        <Hint label={say.phones}>
          <a className="rail-part" href={session.demo.phones_url} target="_blank" rel="noreferrer" aria-label={say.phones}><Icon name="external" size={20} /></a>
        </Hint>
      )}
      <div className="rail-space" />
      <Hint label={`${keys.palette} (${keys.keys(PALETTE_KEY)})`}>
        <ActionIcon className="rail-commands" variant="subtle" color="gray" size="lg" aria-label={keys.palette} aria-keyshortcuts={PALETTE_KEY.replace('Ctrl', 'Control').replace('⌘', 'Meta')} onClick={commands}><Icon name="search" size={19} /></ActionIcon>
      </Hint>
      <Own session={session} />
    </nav>
  );
}

function Part({ href, icon, name, current, count = 0 }: { href: string; icon: IconName; name: string; current: boolean; count?: number }) {
  return (
    <Hint label={name}>
      <Link href={href} className="rail-part" aria-label={name} aria-current={current ? 'page' : undefined}><Icon name={icon} size={20} />{count > 0 && <b className="rail-count" aria-hidden="true">{count > 99 ? '99+' : count}</b>}</Link>
    </Hint>
  );
}

function Own({ session }: { session: Session }) {
  const say = useWords(words);
  const { language, speak } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const logOut = useLogOut();
  const look = dark ? say.light : say.dark;
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <>
      <Hint label={say.otherLanguage}>
        <ActionIcon variant="subtle" color="gray" size="lg" lang={other} aria-label={say.otherLanguage} onClick={() => speak(other)}>
          <span className="rail-language">{other}</span>
        </ActionIcon>
      </Hint>
      <Hint label={look}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={look} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
          <Icon name={dark ? 'sun' : 'moon'} size={19} />
        </ActionIcon>
      </Hint>
      <Hint label={say.logOut}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={say.logOut} onClick={logOut}><Icon name="out" size={19} /></ActionIcon>
      </Hint>
      <Hint label={`${session.agent.name} · ${session.brand.name}`}>
        <span className="rail-me" role="img" aria-label={session.agent.name}>{session.agent.name.slice(0, 1).toUpperCase()}</span>
      </Hint>
    </>
  );
}

function Hint({ label, children }: { label: string; children: ReactNode }) {
  return <Tooltip label={label} position="right" openDelay={300} withinPortal={false}>{<span className="rail-hint">{children}</span>}</Tooltip>;
}
