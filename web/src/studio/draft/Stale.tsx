import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import * as studio from '../../api/studio';
import type { Detail } from '../../api/studio';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { Change as Shown } from '../panel/Difference';
import { FLOWS } from '../queries';
import { useSay } from '../useSay';
import { compared, mineInto, type Change } from './merge';
import './stale.css';
import type { UsedDraft } from './useDraft';

/** Another admin saved meanwhile: what they did, what was done here, and the choice, step by step. */
export function Stale({ used }: { used: UsedDraft }) {
  const say = useSay();
  const dates = useDates();
  const now = useNow(60_000);
  const theirs = useQuery({ queryKey: [...FLOWS, used.draft.name, 'theirs'], queryFn: () => studio.flow(used.draft.name), staleTime: 0, gcTime: 0 });
  const saved = theirs.data?.draft;
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title={say.staleTitle} size="lg" centered>
      <p className="stale-lead">{theirs.data && (saved ? say.staleLead(saved.author, dates.brief(saved.at, now)) : say.staleGone)}</p>
      {theirs.isError && <p className="studio-refusal" role="alert">{say.failedOne} <Button size="compact-sm" variant="default" onClick={() => void theirs.refetch()}>{say.again}</Button></p>}
      {theirs.data && <Choice used={used} theirs={theirs.data} />}
    </Modal>
  );
}

function Choice({ used, theirs }: { used: UsedDraft; theirs: Detail }) {
  const say = useSay();
  const { draft, model } = used;
  const other = theirs.model;
  const changes = useMemo(() => (other ? compared(draft.saved.base, model, other) : []), [draft.saved.base, model, other]);
  const [chosen, choose] = useState<ReadonlySet<string> | null>(null);
  const mine = chosen ?? new Set(changes.filter((change) => change.who !== 'theirs').map((change) => change.step));
  const turn = (step: string, keep: boolean) => {
    const next = new Set(mine);
    if (keep) next.add(step);
    else next.delete(step);
    choose(next);
  };
  const revision = theirs.draft?.revision ?? 0;
  const text = theirs.draft?.yaml ?? theirs.yaml ?? '';
  const merging = useMutation({
    mutationFn: () => studio.edit(draft.name, text, other ? mineInto(changes, mine, model, other) : []),
    onSuccess: (answer) => used.merge({ text: answer.yaml, base: answer.model ?? model, revision, problems: answer.problems }),
  });
  const takeMine = () => used.merge({ text: draft.text, base: model, revision, problems: draft.problems });
  return (
    <>
      {!other && <p className="studio-refusal" role="alert">{say.staleNow}</p>}
      <ul className="stale">{changes.map((change) => <One key={change.step} change={change} mine={mine.has(change.step)} turn={turn} />)}</ul>
      {merging.isError && <p className="studio-refusal" role="alert">{say.refused} {merging.error.message}</p>}
      <div className="dialog-acts">
        <Button variant="default" onClick={() => used.take(theirs)}>{say.takeTheirs}</Button>
        <Button variant="default" onClick={takeMine}>{say.takeMine}</Button>
        {other && <Button loading={merging.isPending} onClick={() => merging.mutate()}>{say.merge}</Button>}
      </div>
    </>
  );
}

function One({ change, mine, turn }: { change: Change; mine: boolean; turn: (step: string, mine: boolean) => void }) {
  const say = useSay();
  const name = change.step || say.wholeFlow;
  const lead = { mine: say.onlyMine, theirs: say.onlyTheirs, both: say.bothChanged }[change.who];
  return (
    <li data-both={change.who === 'both' || undefined}>
      <p>{lead} <code>{name}</code></p>
      <fieldset>
        <legend className="unseen">{name}</legend>
        {(['theirs', 'mine'] as const).map((whose) => (
          <label key={whose} data-chosen={(whose === 'mine') === mine || undefined}>
            <input type="radio" name={`stale-${change.step}`} checked={(whose === 'mine') === mine} onChange={() => turn(change.step, whose === 'mine')} />
            <span><b>{say[whose]}</b>{change[whose] ? <Shown before={change.base} after={change[whose]} /> : <i>{say.isGone}</i>}</span>
          </label>
        ))}
      </fieldset>
    </li>
  );
}
