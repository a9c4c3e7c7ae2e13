/** A refusal of the server: problem+json, or what stands in for it when there was no answer. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problem: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

export const OFFLINE = 'offline';

let csrf = '';

/** The session's token: every change carries it. */
export function carry(token: string): void {
  csrf = token;
}

/** Asks the server and trusts its shape. Throws Refused, never anything else. */
export async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await reach(path, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'GET' || !csrf ? {} : { 'X-CSRF-Token': csrf }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await read(response);
  if (!response.ok) throw refusal(response.status, answer);
  return answer as Answer;
}

/** Gives the server a file, and tells how much of it has arrived, from 0 to 1. Throws Refused, never anything else. */
export function give<Answer>(path: string, body: Blob, arrived: (share: number) => void, stop: AbortSignal): Promise<Answer> {
  // fetch tells nothing of what was sent so far.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => arrived(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 300) resolve(answer as Answer);
      else reject(refusal(request.status, answer));
    };
    request.onerror = () => reject(new Refused(0, OFFLINE, 'no connection'));
    request.onabort = () => reject(new Refused(0, 'stopped', 'stopped'));
    stop.addEventListener('abort', () => request.abort());
    request.open('POST', path);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-CSRF-Token', csrf);
    request.send(body);
  });
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (failure) {
    throw new Refused(0, OFFLINE, failure instanceof Error ? failure.message : 'no connection');
  }
}

async function read(response: Response): Promise<unknown> {
  return parsed(await response.text().catch(() => ''));
}

function parsed(text: string): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : null;
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

function refusal(status: number, answer: unknown): Refused {
  const problem = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  const said = (key: string) => (typeof problem[key] === 'string' ? problem[key] : '');
  return new Refused(status, said('code') || `http_${status}`, said('detail') || said('title') || `HTTP ${status}`, problem);
}

/** Was nobody there: no answer at all, or a proxy that says so? */
export function isUnreached(refused: Refused): boolean {
  return refused.code === OFFLINE || [502, 503, 504].includes(refused.status);
}
