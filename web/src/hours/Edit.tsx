import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { OfficeShape, Offices } from '../api/hours';
import { useWords } from '../shared/language';
import { Bad } from '../shared/Page';
import { Segments } from '../shared/Segments';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import { ClosedFields } from './ClosedFields';
import { DayFields } from './DayFields';
import { hoursOf, isNever, weekOf, wrongs, type Draft } from './hours';
import { useDays } from './useDays';
import type { UsedHours } from './useHours';
import { WeekLines } from './WeekLines';
import { words } from './words';

interface Props {
  office: OfficeShape;
  offices: Offices;
  name: string;
  used: UsedHours;
  saved: () => void;
  close: () => void;
}

/** What is to hold: the hours of whoever is above, or those that are written here. */
export function Edit({ office, offices, name, used, saved, close }: Props) {
  const say = useWords(words);
  const kind = office.team === null ? 'brand' : 'team';
  const brand = offices.items.find(({ team }) => team === null) ?? office;
  const [draft, setDraft] = useState<Draft>(() => begun(office));
  const [seen] = useState(office.since);
  const wrong = draft.own ? wrongs(draft.week) : [];
  const never = draft.own && isNever(draft.week);
  const bad = never || wrong.some((one) => one !== null);
  const base = weekOf(kind === 'team' ? brand.windows : (offices.configured?.windows ?? null));
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!bad && (await used.say(office.team, { own: hoursOf(draft), seen }))) saved();
  };
  return (
    <Modal opened onClose={close} title={say.changeOf(name)} size="xl" closeOnClickOutside={false} closeButtonProps={{ 'aria-label': say.close }}>
      <form className="form hours-form" onSubmit={(event) => void send(event)}>
        <Segments label={say.whose} value={draft.own ? 'own' : 'base'} choose={(value) => setDraft({ ...draft, own: value === 'own' })} choices={[{ value: 'base', label: say.choices.base[kind] }, { value: 'own', label: say.choices.own[kind] }]} />
        {draft.own ? <Own draft={draft} change={setDraft} wrong={wrong} office={office} brand={brand} /> : <div><p className="page-hint">{say.baseHint[kind]}</p><WeekLines week={base} /></div>}
        {never && <Bad text={say.never} />}
        {used.refused !== null && <Bad text={say.refused(used.refused)} />}
        <div className="form-acts">
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" loading={used.busy} disabled={bad}>{say.save}</Button>
        </div>
      </form>
    </Modal>
  );
}

/** One begins with what holds. */
function begun(office: OfficeShape): Draft {
  const closed = office.team === null ? office.closed_on.map(({ day }) => day) : (office.own?.closed ?? null);
  return { own: office.own !== null, week: weekOf(office.windows), zone: office.own?.zone ?? (office.team === null ? office.zone : ''), closed };
}

interface OwnProps {
  draft: Draft;
  change: (draft: Draft) => void;
  wrong: ReturnType<typeof wrongs>;
  office: OfficeShape;
  brand: OfficeShape;
}

function Own({ draft, change, wrong, office, brand }: OwnProps) {
  const say = useWords(words);
  const days = useDays();
  const dates = useDates();
  const now = useNow(30_000);
  const team = office.team !== null;
  const zone = draft.zone || brand.zone;
  const put = (at: number, periods: Draft['week'][number]) => change({ ...draft, week: draft.week.with(at, periods) });
  return (
    <>
      <section aria-label={say.week}>
        <p className="page-hint">{say.times}</p>
        {draft.week.map((periods, at) => (
          <DayFields key={at} day={days.week[at] ?? ''} periods={periods} wrong={wrong[at] ?? null} change={(to) => put(at, to)} before={at > 0 ? (draft.week[at - 1] ?? []) : null} />
        ))}
      </section>
      <NativeSelect label={say.zone} description={say.there(dates.timeIn(zone, now))} value={draft.zone} data={zones(team ? say.zoneBrand(brand.zone) : null, draft.zone)} onChange={(event) => change({ ...draft, zone: event.currentTarget.value })} />
      <fieldset>
        <legend>{say.whichClosed}</legend>
        {team && <Segments label={say.whichClosed} value={draft.closed === null ? 'brands' : 'own'} choose={(value) => change({ ...draft, closed: value === 'own' ? office.closed_on.map(({ day }) => day) : null })} choices={[{ value: 'brands', label: say.closedChoices.brands }, { value: 'own', label: say.closedChoices.own }]} />}
        {draft.closed !== null && <ClosedFields closed={draft.closed} known={[...office.closed_on, ...brand.closed_on]} change={(closed) => change({ ...draft, closed })} />}
      </fieldset>
    </>
  );
}

/** All that this browser knows, and the one that is chosen. */
function zones(brands: string | null, chosen: string): { value: string; label: string }[] {
  const known = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(chosen ? [chosen] : [])])].sort();
  return [...(brands === null ? [] : [{ value: '', label: brands }]), ...known.map((value) => ({ value, label: value }))];
}
