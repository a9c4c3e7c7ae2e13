import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import * as studio from '../api/studio';
import type { Detail, Played, Problem } from '../api/studio';
import type { Session } from '../api/desk';
import { Icon } from '../shared/Icon';
import { useLanguage } from '../shared/language';
import { Bar } from './Bar';
import { Canvas } from './canvas/Canvas';
import type { Marks } from './canvas/nodes';
import { isChanged, isSaved } from './draft/draft';
import { Stale } from './draft/Stale';
import { useDraft } from './draft/useDraft';
import { led } from './flow/edits';
import type { Around } from './form/Fields';
import { AddStep } from './AddStep';
import { Keys } from './Keys';
import { Outline } from './Outline';
import { Panel, type Tab } from './panel/Panel';
import { countByStep } from './panel/problems';
import { ProblemStrip } from './panel/ProblemStrip';
import { Publish } from './publish/Publish';
import { FLOWS, flowKey, historyKey } from './queries';
import { useNotes } from './notes/useNotes';
import { Counted } from './traffic/context';
import { TrafficNote } from './traffic/TrafficNote';
import { useTraffic } from './traffic/useTraffic';
import { useActs } from './useActs';
import { useSay } from './useSay';
import { useShortcuts } from './useShortcuts';

const NOBODY: Pick<Marks, 'fired' | 'waits'> = { fired: [], waits: null };

/** One flow: its steps as a list and on the canvas, and beside them what one does to it. */
export function Editor({ detail, session }: { detail: Detail; session: Session }) {
  const say = useSay();
  const client = useQueryClient();
  const { language } = useLanguage();
  const spoken = session.languages.includes(language) ? language : (session.languages[0] ?? language);
  const used = useDraft(detail);
  const { draft, model } = used;
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  const [tab, open] = useState<Tab>('step');
  const [shown, show] = useState({ step: '', count: 0 });
  const [line, toLine] = useState({ line: 0, count: 0 });
  const [trace, setTrace] = useState(NOBODY);
  const [told, tell] = useState('');
  const [publishing, publish] = useDisclosure(false);
  const [keys, help] = useDisclosure(false);
  const searchField = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const flows = useQuery({ queryKey: FLOWS, queryFn: studio.flows });

  const problems = useMemo(() => countByStep(draft.problems), [draft.problems]);
  const marks = useMemo<Marks>(() => ({ selected, problems, ...trace }), [selected, problems, trace]);
  const around = useMemo<Around>(
    () => ({ model, languages: session.languages, flows: (flows.data ?? []).map((flow) => flow.name), actions: detail.actions, leftOut: detail.left_out }),
    [model, session.languages, flows.data, detail.actions, detail.left_out],
  );
  const choose = useCallback((step: string) => {
    select(new Set([step]));
    show((was) => ({ step, count: was.count + 1 }));
  }, []);
  const pick = useCallback((steps: ReadonlySet<string>) => {
    select(steps);
    if (steps.size > 0) open((was) => (was === 'yaml' || was === 'try' ? was : 'step'));
  }, []);
  const acts = useActs({ used, selected, languages: session.languages, choose, select, tell });
  const edit = () => {
    open('step');
    requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('.form textarea, .form input')?.focus());
  };
  const goTo = (problem: Problem) => {
    choose(problem.step ?? '');
    if (draft.whole) edit();
    else {
      open('yaml');
      toLine((was) => ({ line: problem.line, count: was.count + 1 }));
    }
  };
  const traced = useCallback((played: Played | null) => {
    if (!played) return setTrace(NOBODY);
    const fired = played.path.filter(([flow]) => flow === detail.name).map(([, step]) => step);
    setTrace({ fired, waits: played.frames.findLast((frame) => frame.flow === detail.name)?.step ?? null });
  }, [detail.name]);
  const renewed = async () => {
    await client.invalidateQueries({ queryKey: historyKey(draft.name) });
    used.take(await client.fetchQuery({ queryKey: [...flowKey(draft.name), 'again'], queryFn: () => studio.flow(draft.name), staleTime: 0 }));
    await client.invalidateQueries({ queryKey: FLOWS, exact: true });
  };
  const notes = useNotes(used);
  const traffic = useTraffic(draft.name, draft.version);
  useShortcuts({ ...acts, undo: used.undo, redo: used.redo, edit, search: () => searchField.current?.focus(), help: help.open, add: () => adding.current?.click(), leave: () => select(new Set()) });

  return (
    <main className="editor">
      <Bar draft={draft} title={titleOf(detail, model.head['title'], spoken)} undo={used.undo} redo={used.redo} publish={publish.open} discarded={renewed} help={help.open} />
      <Counted value={traffic.counts}>
      <div className="editor-parts">
        <Outline model={model} language={spoken} selected={selected} problems={problems} fired={trace.fired} choose={choose} shift={acts.shift} open={edit} searchField={searchField} />
        <div className="editor-middle">
          <div className="canvas">
            <ReactFlowProvider>
              <Canvas model={model} boxes={draft.boxes} marks={marks} language={spoken} languages={session.languages} select={pick} move={used.move} shown={shown} notes={notes} traffic={traffic}
                lead={(step, why, option, to) => { const from = model.steps.find((one) => one.id === step); if (from) used.edit(led(from, why, option, to)); }}>
                <AddStep ref={adding} add={acts.add} />
              </Canvas>
            </ReactFlowProvider>
            <TrafficNote traffic={traffic} />
            {notes.failed && <p className="studio-refusal canvas-refusal" role="alert"><Icon name="warning" size={16} /> {say.noteFailed}</p>}
          </div>
          <ProblemStrip draft={draft} go={goTo} notice={used.notice} />
        </div>
        <Panel ref={panel} tab={tab} open={open} used={used} around={around} selected={selected} spoken={spoken} acts={acts} choose={choose} line={line} traced={traced} renewed={renewed} />
      </div>
      </Counted>
      <p className="unseen" role="status">{told}</p>
      {publishing && <Publish draft={draft} saved={isSaved(draft)} changed={isChanged(draft)} close={publish.close} go={(problem) => { publish.close(); goTo(problem); }} done={renewed} />}
      {draft.stale && <Stale used={used} />}
      <Modal opened={keys} onClose={help.close} title={say.keys} centered closeButtonProps={{ 'aria-label': say.close }}><Keys /><div className="dialog-acts"><Button variant="default" onClick={help.close}>{say.close}</Button></div></Modal>
    </main>
  );
}

function titleOf(detail: Detail, title: unknown, language: string): string {
  if (typeof title === 'string') return title;
  if (typeof title !== 'object' || title === null) return detail.name;
  const texts = Object.entries(title).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '');
  return texts.find(([code]) => code === language)?.[1] ?? texts[0]?.[1] ?? detail.name;
}
