import { Button, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Session } from '../api/desk';
import { Desk } from '../desk/Desk';
import { Palette } from '../desk/keys/Palette';
import { KeyboardProvider } from '../desk/keys/useKeyboard';
import { usePalette } from '../desk/keys/usePalette';
import { isView } from '../desk/list/list';
import { LineNote } from '../desk/live/LineNote';
import { useLive } from '../desk/live/useLive';
import { useResending } from '../desk/sending/useSending';
import { Login } from '../session/Login';
import { useSession } from '../session/useSession';
import { words as sessionWords } from '../session/words';
import { useWords } from '../shared/language';
import { OffNote } from '../supervisor/OffNote';
import { Rail } from './Rail';
import { supervises } from './roles';

const DeadLetters = lazy(() => import('../deadletters/DeadLettersPage'));
const Floor = lazy(() => import('../supervisor/FloorPage'));
const Hours = lazy(() => import('../hours/HoursPage'));
const Insights = lazy(() => import('../insights/InsightsPage'));
const Silence = lazy(() => import('../silence/SilencePage'));
const Studio = lazy(() => import('../studio/StudioPage'));

/** Who is not logged in, logs in; who is, works. */
export function Console() {
  const standing = useSession();
  const say = useWords(sessionWords);
  switch (standing.kind) {
    case 'asking':
      return null;
    case 'unreachable':
      return (
        <main className="console-note" role="alert">
          <p>{say.offline}</p>
          <Button variant="default" onClick={standing.again}>{say.again}</Button>
        </main>
      );
    case 'out':
      return <Login demo={standing.demo} />;
    case 'in':
      return <Work session={standing.session} />;
  }
}

function Work({ session }: { session: Session }) {
  const line = useLive();
  useResending();
  const palette = usePalette();
  return (
    <KeyboardProvider agent={session.agent.id}>
      <div className="console">
        <Rail session={session} commands={palette.open} />
        <Palette opened={palette.opened} close={palette.close} session={session} />
        <div className="console-part">
          <LineNote line={line} />
          <OffNote leads={supervises(session)} />
          <Suspense fallback={<div className="console-note"><Loader size="sm" /></div>}>
            <Switch>
              {session.agent.role === 'admin' && <Route path="/desk/dead-letters"><DeadLetters /></Route>}
              {session.agent.role === 'admin' && <Route path="/desk/studio/:name?">{({ name }) => <Studio name={name} session={session} />}</Route>}
              {session.agent.role === 'admin' && <Route path="/desk/answers"><Studio section="answers" session={session} /></Route>}
              {session.agent.role === 'admin' && <Route path="/desk/unclear"><Studio section="unclear" session={session} /></Route>}
              {supervises(session) && <Route path="/desk/floor"><Floor me={session.agent.id} /></Route>}
              {supervises(session) && <Route path="/desk/hours"><Hours /></Route>}
              {supervises(session) && <Route path="/desk/insights"><Insights session={session} /></Route>}
              {supervises(session) && <Route path="/desk/silence"><Silence /></Route>}
              <Route path="/desk/:view/:id?">
                {({ view, id }) => (isView(view) ? <Desk view={view} id={id} session={session} /> : <Redirect to="/desk/queue" />)}
              </Route>
              <Route><Redirect to="/desk/queue" replace /></Route>
            </Switch>
          </Suspense>
        </div>
      </div>
    </KeyboardProvider>
  );
}
