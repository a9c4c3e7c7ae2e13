import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import * as studio from '../../api/studio';
import { UPGRADES, type Degraded, type Problem, type Upgrade, type Verdict } from '../../api/studio';
import { Refused } from '../../api/http';
import { Icon } from '../../shared/Icon';
import type { Draft } from '../draft/draft';
import { Difference } from '../panel/Difference';
import { ProblemList } from '../panel/Problems';
import { Verdicts } from '../panel/Tests';
import { FLOWS } from '../queries';
import { useSay } from '../useSay';
import { byStep } from './degradations';
import { Outdated } from './Outdated';
import './publish.css';

interface Props {
  draft: Draft;
  saved: boolean;
  changed: boolean;
  close: () => void;
  go: (problem: Problem) => void;
  done: () => Promise<void>;
}

/** All that one should know before customers get it, and the last word. */
export function Publish({ draft, saved, changed, close, go, done }: Props) {
  const say = useSay();
  const [note, write] = useState('');
  const [upgrade, set] = useState<Upgrade>('keep');
  const trial = useQuery({ queryKey: [...FLOWS, draft.name, 'trial', draft.text], queryFn: () => studio.test(draft.name, draft.text), gcTime: 0, retry: false, enabled: draft.whole });
  const fails = trial.isError || (trial.data?.some((verdict) => verdict.problem !== null) ?? false); // and whoever publishes has seen it
  const publishing = useMutation({ mutationFn: () => studio.publish(draft.name, draft.saved.revision, note, upgrade, fails), onSuccess: done });
  const refused = publishing.error instanceof Refused ? studio.problemsOf(publishing.error.problem) : [];
  const problems = refused.length > 0 ? refused : draft.problems;
  const published = publishing.isSuccess;
  return (
    <Modal opened onClose={close} title={say.publishTitle(draft.name)} size="lg" centered closeButtonProps={{ 'aria-label': say.close }}>
      {published ? (
        <div className="published" role="status"><Icon name="check" size={30} /><p>{say.publishedNow}</p><Button onClick={close} data-autofocus>{say.close}</Button></div>
      ) : (
        <form className="publish" onSubmit={(event) => { event.preventDefault(); publishing.mutate(); }}>
          {problems.length > 0 && (
            <section className="publish-stop" role="alert">
              <h3><Icon name="warning" size={17} /> {say.cannotPublish}</h3>
              <p>{say.cannotLead}</p>
              <ProblemList problems={problems} go={go} />
            </section>
          )}
          {publishing.isError && refused.length === 0 && <p className="studio-refusal" role="alert"><Icon name="warning" size={16} /> {say.publishFailed} {publishing.error.message}</p>}
          <Outdated name={draft.name} />
          <section><h3>{say.differencesTitle}</h3>{saved ? <Difference name={draft.name} before="current" after="draft" stamp={String(draft.saved.revision)} /> : <p className="hint">{say.savingFirst}</p>}</section>
          <Channels draft={draft} />
          <Trial asked={trial} />
          <Textarea data-autofocus label={say.note} description={say.noteHint} autosize minRows={2} value={note} onChange={(event) => write(event.currentTarget.value)} />
          <fieldset className="publish-upgrade">
            <legend>{say.upgrade}</legend>
            {UPGRADES.map((one) => <label key={one}><input type="radio" name="upgrade" checked={upgrade === one} onChange={() => set(one)} /> {say.upgrades[one]}</label>)}
          </fieldset>
          <div className="dialog-acts">
            <Button variant="default" onClick={close}>{say.cancel}</Button>
            <Button type="submit" loading={publishing.isPending} disabled={problems.length > 0 || !saved || !changed || trial.isLoading}>{fails ? say.publishAnyway : say.publishNow}</Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function Channels({ draft }: { draft: Draft }) {
  const say = useSay();
  const asked = useQuery({ queryKey: [...FLOWS, draft.name, 'check', draft.text], queryFn: () => studio.check(draft.name, draft.text), gcTime: 0 });
  if (!asked.data) return null;
  const groups = byStep(asked.data.degradations);
  return (
    <section>
      <h3>{say.degradationsTitle}</h3>
      {groups.length === 0 && <p className="hint">{say.noDegradations}</p>}
      {groups.length > 0 && <details className="publish-lost"><summary>{groups.map((group) => say.channels(group.channel)).filter((one, index, all) => all.indexOf(one) === index).join(', ')} · {say.steps(new Set(groups.map((group) => group.step)).size)}</summary><ul>{groups.map((group) => <Group key={`${group.step}${group.channel}`} group={group} />)}</ul></details>}
    </section>
  );
}

function Group({ group }: { group: { step: string; channel: string; lost: Degraded[] } }) {
  const say = useSay();
  return (
    <li>
      <b>{say.channels(group.channel)}</b> <code>{group.step}</code>
      {group.lost.map((one, index) => <span key={index} lang={one.language}>{say.degraded({ wanted: say.lostNames(one.wanted), got: say.lostNames(one.got) })} ({one.language})</span>)}
    </li>
  );
}

function Trial({ asked }: { asked: UseQueryResult<Verdict[]> }) {
  const say = useSay();
  return (
    <section>
      <h3>{say.testsTitle}</h3>
      {asked.isFetching && <p className="hint" role="status">{say.running}</p>}
      {asked.isError && <p className="studio-refusal" role="alert">{say.testsRefused} {asked.error.message}</p>}
      {asked.data?.length === 0 && <p className="hint">{say.noTests}</p>}
      {asked.data && asked.data.length > 0 && <Verdicts verdicts={asked.data} />}
      {asked.data?.some((verdict) => verdict.problem !== null) && <p className="hint">{say.testsFail}</p>}
    </section>
  );
}
