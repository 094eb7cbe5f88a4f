/** HTML to PDF through the Chromium of this machine. */
import { fail, type Result } from '../model/problem.ts';
import { findChromium, runChromium } from './chromium.ts';
import type { Printer } from './host-parts.ts';
import { hostProblem } from './host-problems.ts';

/** The document may use what it brings along and nothing else; text of a plan that became a script would not run. */
const DOCUMENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/**
 * @param html a document that begins with its doctype
 * @returns the same under a policy of its own, whatever the document says of itself
 */
export function underPolicy(html: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${DOCUMENT_POLICY}">`;
  // Before anything else that is parsed, and after the doctype, without which old layout rules would hold.
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
  return `${doctype}${policy}${html.slice(doctype.length)}`;
}

/**
 * @param html one self-contained document with its own print style
 * @param program path of a Chromium; default: the one that is found
 */
export function printPdf(html: string, program?: string): Promise<Result<Uint8Array>> {
  return runChromium(
    {
      what: 'PDF',
      files: [['report.html', underPolicy(html)]],
      argumentsFor: (output) => [
        `--print-to-pdf=${output}`,
        '--no-pdf-header-footer',
        // Headings become the outline that readers navigate by.
        '--generate-pdf-document-outline',
      ],
    },
    program,
  );
}

/** @returns a printer where this machine has a Chromium, else null */
export function chromiumPrinter(): Printer | null {
  const program = findChromium();
  return program === null ? null : { pdf: (html) => printPdf(html, program) };
}

/**
 * @param reason what went wrong, in words that end a sentence
 * @returns the failed result of a printer
 */
export function printFailed(reason: string): Result<Uint8Array> {
  return fail(hostProblem('host-print-failed', { words: { what: 'PDF', reason } }));
}
