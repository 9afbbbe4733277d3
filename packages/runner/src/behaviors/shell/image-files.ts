// The files of a container as far as they are known. What an image brings is not: it is taken to be there, and that
// somebody asked for it is counted, because what follows from it is a guess.
import { EMPTY_BYTES, InMemoryFs, latin1FromBytes } from "just-bash";
import type { ByteString, FsStat } from "just-bash";
import type { BaseImage } from "@podsim/core";
import { isFollowedCommand } from "./followable.js";
import { isNetworkCommand, PAGE } from "./network-commands.js";

/** Directories that a plain image leaves empty: what is in them somebody put there while the container ran. */
const EMPTY = ["/tmp", "/var/tmp", "/run", "/var/run", "/dev/shm"];
const OF_DISTRIBUTIONS = new Set(
  "bin boot dev etc home lib lib32 lib64 libx32 media mnt opt proc root run sbin srv sys usr var".split(" "),
);

export interface KnownPlaces {
  readonly base: BaseImage | null;
  readonly directories: readonly string[];
  readonly strange: readonly string[];
}

const isUnder = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

const longest = (path: string, directories: readonly string[]): number =>
  Math.max(-1, ...directories.filter((each) => isUnder(path, each)).map(({ length }) => length));

/** Commands that are run here are looked for where programs are, and are nowhere else. */
const isOwnCommand = (path: string): boolean => {
  const name = /\/s?bin\/([^/]+)$/.exec(path)?.[1];
  return name !== undefined && (isFollowedCommand(name) || isNetworkCommand(name));
};

/** Whether nobody knows what is at a path. */
const isStrange = ({ base, directories, strange }: KnownPlaces, path: string): boolean => {
  if (isOwnCommand(path)) return false;
  const known = longest(path, [
    ...(base === null ? [] : EMPTY),
    ...directories.filter((each) => !strange.includes(each)),
  ]);
  const unknown = longest(path, strange);
  if (known >= 0 || unknown >= 0) return unknown > known;
  return path !== "/" && (base === null || OF_DISTRIBUTIONS.has(path.split("/")[1] ?? ""));
};

export class ImageFiles extends InMemoryFs {
  readonly #places: KnownPlaces;
  /** What was taken away: it is known to be gone. */
  readonly #gone = new Set<string>();
  /** How often somebody asked for what nobody knows. */
  asked = 0;
  #lastAsked = { path: "", times: 0 };

  constructor(places: KnownPlaces, maxTotalBytes: number) {
    super({}, { maxTotalBytes });
    this.#places = places;
  }

  /** Whether there is certainly something at the path. */
  holds(path: string): Promise<boolean> {
    return super.exists(path);
  }

  async #isUnknown(full: string): Promise<boolean> {
    if (!isStrange(this.#places, full) || (await super.exists(full))) return false;
    for (const gone of this.#gone) if (isUnder(full, gone)) return false;
    return true;
  }

  /** Whether nobody knows what is at the path; to ask for it is to guess. */
  async isGuess(path: string): Promise<boolean> {
    const full = this.resolvePath("/", path);
    if (!(await this.#isUnknown(full))) return false;
    this.#lastAsked = { path: full, times: full === this.#lastAsked.path ? this.#lastAsked.times + 1 : 1 };
    this.asked += 1;
    return true;
  }

  /** Who writes to a place or clears it does not go by what was there. */
  #forget(path: string): void {
    if (this.#lastAsked.path !== this.resolvePath("/", path)) return;
    this.asked -= this.#lastAsked.times;
    this.#lastAsked = { path: "", times: 0 };
  }

  override async exists(path: string): Promise<boolean> {
    return (await super.exists(path)) || (await this.isGuess(path));
  }

  async #guessed(path: string): Promise<FsStat | null> {
    if (!(await this.isGuess(path))) return null;
    return { isFile: true, isDirectory: false, isSymbolicLink: false, mode: 0o755, size: 1, mtime: new Date(0) };
  }

  override async stat(path: string): Promise<FsStat> {
    return (await this.#guessed(path)) ?? super.stat(path);
  }

  override async lstat(path: string): Promise<FsStat> {
    return (await this.#guessed(path)) ?? super.lstat(path);
  }

  /** A page of the network holds what nobody knows as well. */
  #note(text: string): void {
    if (text === PAGE) this.asked += 1;
  }

  /** What was read stays a guess, whatever is written there afterwards. */
  async #isReadUnknown(path: string): Promise<boolean> {
    const isGuess = await this.isGuess(path);
    if (isGuess) this.#lastAsked = { path: "", times: 0 };
    return isGuess;
  }

  override async readFile(...[path, options]: Parameters<InMemoryFs["readFile"]>): Promise<string> {
    if (await this.#isReadUnknown(path)) return "";
    const text = await super.readFile(path, options);
    this.#note(text);
    return text;
  }

  override async readFileBytes(path: string): Promise<ByteString> {
    if (await this.#isReadUnknown(path)) return EMPTY_BYTES;
    const bytes = await super.readFileBytes(path);
    this.#note(latin1FromBytes(bytes));
    return bytes;
  }

  override async readFileBuffer(path: string): Promise<Uint8Array> {
    if (await this.#isReadUnknown(path)) return new Uint8Array();
    const buffer = await super.readFileBuffer(path);
    if (buffer.length === PAGE.length) this.#note(new TextDecoder().decode(buffer));
    return buffer;
  }

  override async readdir(path: string): Promise<string[]> {
    return (await this.isGuess(path)) ? [] : super.readdir(path);
  }

  override async readdirWithFileTypes(path: string): ReturnType<InMemoryFs["readdirWithFileTypes"]> {
    return (await this.isGuess(path)) ? [] : super.readdirWithFileTypes(path);
  }

  override async realpath(path: string): Promise<string> {
    return (await this.isGuess(path)) ? this.resolvePath("/", path) : super.realpath(path);
  }

  override async writeFile(...[path, ...rest]: Parameters<InMemoryFs["writeFile"]>): Promise<void> {
    this.#forget(path);
    await super.writeFile(path, ...rest);
  }

  override async appendFile(...[path, ...rest]: Parameters<InMemoryFs["appendFile"]>): Promise<void> {
    this.#forget(path);
    await super.appendFile(path, ...rest);
  }

  override async mkdir(...[path, options]: Parameters<InMemoryFs["mkdir"]>): Promise<void> {
    this.#forget(path);
    const parent = this.resolvePath("/", `${path}/..`);
    return super.mkdir(path, (await this.#isUnknown(parent)) ? { ...options, recursive: true } : options);
  }

  /** Somebody goes to a directory: one that may be there is. */
  async visit(path: string): Promise<void> {
    if (await this.isGuess(path)) await super.mkdir(path, { recursive: true });
  }

  override async chmod(path: string, mode: number): Promise<void> {
    if (!(await this.isGuess(path))) await super.chmod(path, mode);
  }

  override async utimes(path: string, atime: Date, mtime: Date): Promise<void> {
    if (await this.isGuess(path)) await this.writeFile(path, "");
    else await super.utimes(path, atime, mtime);
  }

  override async rm(...[path, options]: Parameters<InMemoryFs["rm"]>): Promise<void> {
    if (!(await this.isGuess(path))) await super.rm(path, options);
    this.#forget(path);
    this.#gone.add(this.resolvePath("/", path));
  }

  override async cp(...[from, to, options]: Parameters<InMemoryFs["cp"]>): Promise<void> {
    if (await this.isGuess(from)) await this.writeFile(to, "");
    else await super.cp(from, to, options);
  }

  override async mv(from: string, to: string): Promise<void> {
    if (await this.isGuess(from)) await this.writeFile(to, "");
    else await super.mv(from, to);
    this.#gone.add(this.resolvePath("/", from));
  }
}
