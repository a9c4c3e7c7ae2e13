import type { Package, Session, Whole } from '../../api/desk';
import { conclusionOf } from '../../shared/conclusions';
import { useLanguage, useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { labelWords } from '../labels/words';
import { words } from '../words';
import { sentencesIn, shownFacts, spoken } from './context';
import './context.css';
import { Now } from './Now';
import { Part } from './Part';
import { Person } from './Person';
import { Trail } from './Trail';
import { Visit } from './Visit';

/** Brings a message into sight. */
export type Bring = (message: string) => void;

/** What an agent needs beside the words, in the order it is needed: why, what for, where, who, and what was before. */
export function Context({ whole, session, bring }: { whole: Whole; session: Session; bring: Bring }) {
  const say = useWords(words);
  return (
    <div className="context">
      <Part name="why" title={say.panel.why}>{whole.case ? <Why of={whole.case.context} reason={whole.case.reason} bring={bring} /> : <p className="context-none">{say.panel.noCase}</p>}</Part>
      <Part name="now" title={say.panel.now}><Now whole={whole} /></Part>
      <Part name="terms" title={say.panel.terms}><Terms whole={whole} /></Part>
      <Part name="person" title={say.panel.person}><Person whole={whole} /></Part>
      <Part name="past" title={say.panel.past}><Past whole={whole} session={session} /></Part>
      <Part name="trail" title={say.panel.trail} folded><Trail id={whole.conversation.id} /></Part>
    </div>
  );
}

function Why({ of, reason, bring }: { of: Package; reason: string; bring: Bring }) {
  const say = useWords(words);
  const label = useWords(labelWords);
  const flow = of.trigger?.code === 'customer_asked' ? undefined : of.trigger?.flow;
  return (
    <>
      <p className="context-reason">
        {say.panel.reason(of.trigger?.code ?? reason)}{flow && <span> {say.panel.inFlow(flow)}</span>}
        {of.trigger?.message_id && <Source message={of.trigger.message_id} bring={bring} />}
      </p>
      {of.need?.summary && (
        <>
          <h3>{say.panel.need}{of.need.kind && <span className="context-kind">{label.kind(of.need.kind)}</span>}</h3>
          <blockquote>{spoken(of.need.summary).map((text, index) => <p key={index}>{text}</p>)}</blockquote>
        </>
      )}
      {of.open_question && <><h3>{say.panel.question}</h3><p>{of.open_question}</p></>}
      <Facts of={of} bring={bring} />
      <Tried of={of} bring={bring} />
      {!!of.promises?.length && <><h3>{say.panel.promises}</h3><ul className="context-tried">{of.promises.map((text, index) => <li key={index}>{text}</li>)}</ul></>}
      {of.visit && <Visit of={of.visit} />}
    </>
  );
}

/** What the customer told already, and where they said so: nobody is to ask again. */
function Facts({ of, bring }: { of: Package; bring: Bring }) {
  const say = useWords(words);
  const facts = shownFacts(of.facts ?? []);
  if (facts.length === 0) return null;
  return (
    <>
      <h3>{say.panel.facts}</h3>
      <dl className="context-pairs">
        {facts.map(({ slot, value, source }) => <div key={slot}><dt>{slot}</dt><dd>{value}{source && <Source message={source} bring={bring} />}</dd></div>)}
      </dl>
    </>
  );
}

function Tried({ of, bring }: { of: Package; bring: Bring }) {
  const say = useWords(words);
  const answers = of.answers ?? (of.tried ?? []).map((text) => ({ text, message_id: '', reaction: null }));
  if (answers.length === 0) return null;
  return (
    <>
      <h3>{say.panel.tried}</h3>
      <ol className="context-tried">
        {answers.map((one, index) => (
          <li key={index}>
            {one.text}{one.message_id && <Source message={one.message_id} bring={bring} />}
            {one.reaction && <small>{say.panel.reacted} <q>{one.reaction}</q></small>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Source({ message, bring }: { message: string; bring: Bring }) {
  const say = useWords(words);
  return <button type="button" className="context-source" aria-label={say.panel.source} title={say.panel.source} onClick={() => bring(message)}>↗</button>;
}

function Terms({ whole }: { whole: Whole }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const sentences = sentencesIn(whole.customer.terms.sentences, language);
  if (sentences.length === 0) return <p className="context-none">{say.panel.noTerms}</p>;
  return <ul className="context-terms">{sentences.map((sentence) => <li key={sentence}><q>{sentence}</q></li>)}</ul>;
}

function Past({ whole, session }: { whole: Whole; session: Session }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const dates = useDates();
  const now = useNow(60_000);
  const cases = whole.past_cases;
  if (cases.length === 0) return <p className="context-none">{say.panel.noPast}</p>;
  return (
    <ul className="context-past">
      {cases.map((one) => (
        <li key={one.id}>
          <time dateTime={one.opened_at}>{dates.brief(one.opened_at, now)}</time> {one.context.need?.title || say.panel.reason(one.reason)}
          <small>
            {[one.outcome && say.panel.outcome(one.outcome), one.conclusion && conclusionOf(session, one.conclusion, language, say.panel.otherConclusion), one.hops && say.panel.passedOn(one.hops)].filter(Boolean).join(' · ')}
          </small>
        </li>
      ))}
    </ul>
  );
}
