import type { ReactNode } from 'react';
import type { Case, Customer, Package, Whole } from '../../api/desk';
import { useLanguage, useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { words } from '../words';
import { languageName, sentencesIn, shownFacts, spoken } from './context';
import './context.css';

/** What an agent needs beside the words: why, who, and what the customer has decided. */
export function Context({ whole }: { whole: Whole }) {
  const say = useWords(words);
  return (
    <div className="context">
      <Part title={say.panel.why}>{whole.case ? <Why of={whole.case.context} reason={whole.case.reason} /> : <p className="context-none">{say.panel.noCase}</p>}</Part>
      <Part title={say.panel.terms}><Terms customer={whole.customer} /></Part>
      <Part title={say.panel.person}><Person customer={whole.customer} /></Part>
      <Part title={say.panel.past}><Past cases={whole.past_cases} /></Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="context-part" open>
      <summary><h2>{title}</h2></summary>
      {children}
    </details>
  );
}

function Why({ of, reason }: { of: Package; reason: string }) {
  const say = useWords(words);
  const flow = of.trigger?.code === 'customer_asked' ? undefined : of.trigger?.flow;
  return (
    <>
      <p className="context-reason">{say.panel.reason(of.trigger?.code ?? reason)}{flow && <span> {say.panel.inFlow(flow)}</span>}</p>
      {of.need?.summary && <><h3>{say.panel.summary}</h3><blockquote>{spoken(of.need.summary).map((text, index) => <p key={index}>{text}</p>)}</blockquote></>}
      {of.open_question && <><h3>{say.panel.question}</h3><p>{of.open_question}</p></>}
      <Facts of={of} />
      {!!of.tried?.length && <><h3>{say.panel.tried}</h3><ol className="context-tried">{of.tried.map((text, index) => <li key={index}>{text}</li>)}</ol></>}
    </>
  );
}

function Facts({ of }: { of: Package }) {
  const say = useWords(words);
  const facts = shownFacts(of.facts ?? []);
  if (facts.length === 0) return null;
  return (
    <>
      <h3>{say.panel.facts}</h3>
      <dl className="context-pairs">{facts.map(([slot, value]) => <div key={slot}><dt>{slot}</dt><dd>{value}</dd></div>)}</dl>
    </>
  );
}

function Terms({ customer }: { customer: Customer }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const sentences = sentencesIn(customer.terms.sentences, language);
  if (sentences.length === 0) return <p className="context-none">{say.panel.noTerms}</p>;
  return <ul className="context-terms">{sentences.map((sentence) => <li key={sentence}><q>{sentence}</q></li>)}</ul>;
}

function Person({ customer }: { customer: Customer }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const dates = useDates();
  const now = useNow();
  return (
    <>
      <dl className="context-pairs">
        {customer.language && <div><dt>{say.panel.language}</dt><dd>{languageName(customer.language, language)}</dd></div>}
        {customer.timezone && <div><dt>{say.panel.localTime}</dt><dd>{dates.timeIn(customer.timezone, now)} <small>{customer.timezone}</small></dd></div>}
      </dl>
      <ul className="context-addresses">
        {customer.addresses.map((one) => (
          <li key={`${one.account} ${one.address}`}>
            <b>{say.channels(one.channel)}</b> {one.address}
            <small>{say.panel.address(one.verified)}{say.panel.addressStatus(one.status) && ` · ${say.panel.addressStatus(one.status)}`}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

function Past({ cases }: { cases: Case[] }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(60_000);
  if (cases.length === 0) return <p className="context-none">{say.panel.noPast}</p>;
  return (
    <ul className="context-past">
      {cases.map((one) => (
        <li key={one.id}>
          <time dateTime={one.opened_at}>{dates.brief(one.opened_at, now)}</time> {one.context.need?.title || say.panel.reason(one.reason)}
          {one.outcome && <small>{say.panel.outcome(one.outcome)}</small>}
        </li>
      ))}
    </ul>
  );
}
