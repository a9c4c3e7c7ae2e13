/** Who is logged in, and to what. */

export type Role = 'agent' | 'supervisor' | 'admin' | (string & {});

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: Role;
  languages: string[];
}

export interface Demo {
  logins?: { email: string; password: string; role: string }[];
  phones_url?: string;
}

export interface Session {
  agent: Agent;
  csrf: string;
  brand: { name: string };
  languages: string[];
  /** What may come of a case, in each language. */
  conclusions: Record<string, Record<string, string>>;
  demo?: Demo;
}
