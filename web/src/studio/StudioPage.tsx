import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/Tabs.css';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import * as studio from '../api/studio';
import type { Session } from '../api/desk';
import { Refused } from '../api/http';
import { Icon } from '../shared/Icon';
import { Editor } from './Editor';
import { Answers } from './knowledge/Answers';
import { List } from './list/List';
import { flowKey } from './queries';
import type { Section } from './Sections';
import './studio.css';
import { Unclear } from './unclear/Unclear';
import { useSay } from './useSay';

interface Props {
  session: Session;
  section?: Exclude<Section, 'flows'>;
  /** Of the flow that is open. */
  name?: string | undefined;
}

/** Where admins change what the bot says: its flows, its answers, and what it did not understand. */
export default function StudioPage({ section, name, session: { languages }, session }: Props) {
  if (section === 'answers') return <Answers languages={languages} />;
  if (section === 'unclear') return <Unclear languages={languages} />;
  return name === undefined ? <List languages={languages} /> : <Opened key={name} name={name} session={session} />;
}

function Opened({ name, session }: { name: string; session: Session }) {
  const say = useSay();
  useEffect(() => {
    document.title = `${name} · ${say.title} · Causerie`;
  }, [say, name]);
  // An editor keeps what it was opened with: what comes later comes by its own saving.
  const asked = useQuery({ queryKey: flowKey(name), queryFn: () => studio.flow(name), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });
  if (asked.data) return <Editor detail={asked.data} session={session} />;
  if (!asked.error) return <main className="studio-wait" aria-busy="true"><Skeleton height={46} radius={0} /><Skeleton height="100%" radius={0} animate /></main>;
  const gone = asked.error instanceof Refused && asked.error.status === 404;
  return (
    <main className="console-note" role="alert">
      <p><Icon name="warning" size={18} /> {gone ? say.unknown : say.failedOne}</p>
      <Button variant="default" component="a" href="/desk/studio">{say.back}</Button>
      {!gone && <Button onClick={() => void asked.refetch()}>{say.again}</Button>}
    </main>
  );
}
