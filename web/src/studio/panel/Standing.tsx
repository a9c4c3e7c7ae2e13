import type { Played, Value } from '../../api/studio';
import { useDates } from '../../shared/useDates';
import { useSay } from '../useSay';

/** How things stand after a move: where each flow is, what its variables hold, who answers. */
export function Standing({ played, flow, choose }: { played: Played; flow: string; choose: (step: string) => void }) {
  const say = useSay();
  const dates = useDates();
  const terms = Object.entries(played.terms);
  return (
    <section className="standing" aria-label={say.variables}>
      <p className="standing-line"><span>{say.clock}: <time dateTime={played.at}>{dates.day(played.at)}, {dates.time(played.at)}</time></span> <span>{say.ownerIs(played.owner)}</span></p>
      {played.frames.length === 0 && <p className="hint">{say.over}</p>}
      {played.frames.map((frame, index) => (
        <div key={index} className="standing-frame">
          <h2>{frame.flow === flow ? <button type="button" className="link" onClick={() => choose(frame.step)}>{say.inFlow(frame.flow, frame.step)}</button> : say.inFlow(frame.flow, frame.step)}</h2>
          {Object.keys(frame.vars).length === 0 ? <p className="hint">{say.noVariables}</p> : <Values values={Object.entries(frame.vars)} />}
        </div>
      ))}
      {terms.length > 0 && <div className="standing-frame"><h2>{say.termsNow}</h2><Values values={terms} /></div>}
    </section>
  );
}

function Values({ values }: { values: [string, Value][] }) {
  return <dl>{values.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>)}</dl>;
}
