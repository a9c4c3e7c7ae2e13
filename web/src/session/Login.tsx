import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import type { Demo } from '../api/desk';
import logo from '../shared/causerie.svg';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { LanguageButton } from '../shared/LanguageButton';
import './session.css';
import { useLogIn } from './useSession';
import { words } from './words';

export function Login({ demo }: { demo: Demo | undefined }) {
  const say = useWords(words);
  const { logIn, busy, refusal } = useLogIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  useEffect(() => {
    document.title = `${say.title} · Causerie`;
  }, [say]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn(email, password);
  };
  return (
    <main className="session">
      <div className="session-card">
        <div className="session-brand"><img src={logo} alt="" width={34} height={34} /><span>Causerie</span><LanguageButton /></div>
        <h1>{say.title}</h1>
        <p className="session-lead">{say.lead}</p>
        <form onSubmit={submit}>
          <TextInput label={say.email} type="email" autoComplete="username" required withAsterisk={false} autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
          <PasswordInput label={say.password} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': say.showPassword }} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          {refusal && <p className="session-refusal" role="alert"><Icon name="warning" size={16} /> {say[refusal]}</p>}
          <Button type="submit" loading={busy} fullWidth>{say.submit}</Button>
        </form>
        {demo && <Demonstration demo={demo} busy={busy} logIn={logIn} />}
      </div>
    </main>
  );
}

function Demonstration({ demo, busy, logIn }: { demo: Demo; busy: boolean; logIn: (email: string, password: string) => void }) {
  const say = useWords(words);
  return (
    <section className="session-demo" aria-label={say.demo}>
      <p>{say.demo}</p>
      {demo.logins?.map((login) => (
        <Button key={login.email} variant="default" px="sm" disabled={busy} justify="space-between" fullWidth onClick={() => logIn(login.email, login.password)}
          rightSection={<span className="session-role">{say.role(login.role)}</span>}>
          {login.email}
        </Button>
      ))}
      {demo.phones_url && <Anchor href={demo.phones_url} target="_blank" size="sm">{say.phones} <Icon name="link" size={14} /></Anchor>}
    </section>
  );
}
