/** Under which keys the cache keeps what the Desk fetched. */
export const LIST = ['list'] as const;
export const CONVERSATION = ['conversation'] as const;
export const MESSAGES = ['messages'] as const;
export const DEAD_LETTERS = ['dead-letters'] as const;
export const DEAD_BULLETINS = ['dead-bulletins'] as const;
export const NOTES = ['notes'] as const;
export const DUTY = ['duty'] as const;
export const COLLEAGUES = ['colleagues'] as const;
export const CANNED = ['canned'] as const;
export const TEMPLATES = ['templates'] as const;
export const TAGS = ['tags'] as const;
export const SWITCHES = ['switches'] as const;
export const LINKS = ['links'] as const;
export const TRAIL = ['trail'] as const;
export const SEVERAL = ['several'] as const;
