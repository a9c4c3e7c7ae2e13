/** The names under which what was fetched is kept. */
export const FLOWS = ['flows'] as const;
export const flowKey = (name: string) => [...FLOWS, name] as const;
export const historyKey = (name: string) => [...FLOWS, name, 'history'] as const;
export const testsKey = (name: string) => [...FLOWS, name, 'tests'] as const;
export const trafficKey = (name: string, version: string | null) => [...FLOWS, name, 'traffic', version] as const;
export const ANSWERS = ['answers'] as const;
export const UNCLEAR = ['unclear'] as const;
