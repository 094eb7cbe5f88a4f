/** What a command's end says to scripts. */

/** Done; a checked layout has no error findings. */
export const EXIT_OK = 0;
/** A checked layout has error findings. */
export const EXIT_FINDINGS = 1;
/** The input or the command cannot be used, or Partita has a bug. */
export const EXIT_UNUSABLE = 2;
