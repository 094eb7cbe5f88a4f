/** Name of the one channel between page and shell; the preload script may import nothing larger. */
export const CHANNEL = 'partita-call';
