/** Under which keys the cache keeps what the Desk fetched. */
export const LIST = ['list'] as const;
export const CONVERSATION = ['conversation'] as const;
export const MESSAGES = ['messages'] as const;
export const DEAD_LETTERS = ['dead-letters'] as const;
