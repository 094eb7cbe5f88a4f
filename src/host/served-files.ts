/** The files of the built user interface, by the exact address they are served at. Nothing else is ever read. */
import { existsSync, readFileSync } from 'node:fs';
import { extname, relative, sep } from 'node:path';
import { filesBelow } from './folder-walk.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** One file as it goes to the browser. */
export interface ServedFile {
  readonly mediaType: string;
  readonly content: Buffer;
}

/**
 * The allow list. An address is looked up in it as it is, so no address can lead out of the folder.
 */
export class ServedFiles {
  readonly #folder: string;
  #files: ReadonlyMap<string, string>;

  /** @param folder the built user interface, with an index.html */
  constructor(folder: string) {
    this.#folder = folder;
    this.#files = listFiles(folder);
  }

  /**
   * @param address path of the request, without query
   * @returns the file, or null when nothing is served there
   */
  at(address: string): ServedFile | null {
    // A page that is loaded anew may belong to a newer build with other file names.
    if (address === '/') this.#files = listFiles(this.#folder);
    const file = this.#files.get(address === '/' ? '/index.html' : address);
    if (file === undefined || !existsSync(file)) return null;
    return { mediaType: mediaType(file), content: readFileSync(file) };
  }
}

function mediaType(file: string): string {
  return MEDIA_TYPES[extname(file)] ?? 'application/octet-stream';
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    filesBelow(folder)
      .filter((file) => extname(file) in MEDIA_TYPES)
      .map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]),
  );
}
