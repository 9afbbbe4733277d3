// The files of one container in memory, with a record of what changed when.
import type { InMemoryFs } from "just-bash";
import type { Duration, ScriptFile } from "@podsim/core";
import { ImageFiles } from "./image-files.js";
import type { KnownPlaces } from "./image-files.js";

/** Places whose files are the system's own: nobody looks at them. */
const SYSTEM = /^\/(proc|sys|bin|sbin|usr|lib|etc|dev)(\/|$)/;
/** Larger files are known to be there, with what they begin with. */
const CONTENT_MAX = 64 * 1024;
/** Changes of one file that are recorded; beyond that only its coming and going. */
const CHANGES_MAX = 40;

class MarkingFs extends ImageFiles {
  isChanged = false;

  #mark<A>(done: A): A {
    this.isChanged = true;
    return done;
  }

  override writeFile(...args: Parameters<InMemoryFs["writeFile"]>): Promise<void> {
    return this.#mark(super.writeFile(...args));
  }

  override appendFile(...args: Parameters<InMemoryFs["appendFile"]>): Promise<void> {
    return this.#mark(super.appendFile(...args));
  }

  override rm(...args: Parameters<InMemoryFs["rm"]>): Promise<void> {
    return this.#mark(super.rm(...args));
  }

  override cp(...args: Parameters<InMemoryFs["cp"]>): Promise<void> {
    return this.#mark(super.cp(...args));
  }

  override mv(...args: Parameters<InMemoryFs["mv"]>): Promise<void> {
    return this.#mark(super.mv(...args));
  }

  override symlink(...args: Parameters<InMemoryFs["symlink"]>): Promise<void> {
    return this.#mark(super.symlink(...args));
  }

  override link(...args: Parameters<InMemoryFs["link"]>): Promise<void> {
    return this.#mark(super.link(...args));
  }
}

export class WatchedFiles {
  readonly fs: ImageFiles;
  readonly changes: (ScriptFile & { readonly atUs: Duration })[] = [];
  readonly #marking: MarkingFs;
  readonly #terminationMessagePath: string;
  /** Whether some file changed more often than is recorded. */
  isCapped = false;
  #seen = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #last = new Map<string, string | null>();

  constructor(places: KnownPlaces, maxBytes: number, terminationMessagePath: string) {
    this.#marking = new MarkingFs(places, maxBytes);
    this.fs = this.#marking;
    this.#terminationMessagePath = terminationMessagePath;
  }

  /** Puts files in place without recording them. */
  async put(files: readonly ScriptFile[]): Promise<void> {
    const { asked } = this.fs;
    for (const { path, content } of files) {
      if (content === null) {
        await this.fs.rm(path, { recursive: true, force: true });
        this.#seen.delete(path);
        continue;
      }
      const parent = path.slice(0, path.lastIndexOf("/"));
      if (parent !== "") await this.fs.mkdir(parent, { recursive: true });
      await this.fs.writeFile(path, content);
      this.#seen.set(path, content);
    }
    this.fs.asked = asked;
  }

  /** Records what changed since it was last asked. */
  async observe(atUs: Duration): Promise<void> {
    if (!this.#marking.isChanged) return;
    this.#marking.isChanged = false;
    const now = new Map<string, string>();
    for (const path of this.fs.getAllPaths()) {
      if (SYSTEM.test(path) && path !== this.#terminationMessagePath) continue;
      const stat = await this.fs.stat(path).catch(() => null);
      if (stat?.isFile !== true) continue;
      now.set(path, (await this.fs.readFile(path)).slice(0, CONTENT_MAX));
    }
    for (const [path, content] of now) if (this.#seen.get(path) !== content) this.#record(atUs, path, content);
    for (const path of this.#seen.keys()) if (!now.has(path)) this.#record(atUs, path, null);
    this.#seen = now;
  }

  /** A file that is written again and again stays as it was when that began to tell nothing new. */
  #record(atUs: Duration, path: string, content: string | null): void {
    const count = (this.#counts.get(path) ?? 0) + 1;
    this.#counts.set(path, count);
    if (count <= CHANGES_MAX || (content === null) !== (this.#last.get(path) === null)) {
      this.changes.push({ atUs, path, content });
      this.#last.set(path, content);
    } else this.isCapped = true;
  }
}
