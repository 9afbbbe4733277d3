// The commands of one pod's containers as they are followed: each running instance with what has happened to it from
// outside, and what it therefore does. All of it is about the future; what came of it is in the log.
import { containerAt, specOf } from "@podsim/core";
import type {
  Duration,
  FollowScript,
  PodState,
  ProbeOutcome,
  ScriptExit,
  ScriptFile,
  ScriptHosts,
  ScriptInput,
  ScriptRequest,
  ScriptSource,
  SimTime,
} from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import type { Token } from "../../actor.js";
import type { WorldView } from "../../cluster/world.js";
import { clusterHosts } from "./cluster-hosts.js";
import { containerEnvironment, expandVariables } from "./container-environment.js";
import { mountsOf, pathsOf, placeOf, strangeMounts, volumeFiles } from "./container-volumes.js";
import type { Mount } from "./mount.js";
import type { HookOutcome, ScriptInstance } from "./script-instance.js";

/** How far a command is followed at first; what has not ended by then is followed further when that time comes. */
const LOOK_AHEAD_US: Duration = 1_800 * SECOND;
/** What a hook may take at most before nobody waits for it any more. */
const HOOK_MAX_US: Duration = 86_400 * SECOND;
/** Rounds in which containers that share a volume are followed anew until none changes. */
const ROUNDS_MAX = 6;
const PROBE_MAX_US: Duration = 600 * SECOND;

export interface PlannedEnd {
  readonly attempt: number;
  readonly atUs: SimTime;
  readonly exitCode: number | null;
  readonly token: Token;
}

export interface ScriptProbe extends ProbeOutcome {
  readonly output: string;
}

const inTimeOrder = (inputs: readonly ScriptInput[]): readonly ScriptInput[] =>
  [...inputs].sort((a, b) => a.atUs - b.atUs);

export class PodScripts {
  readonly #follow: FollowScript;
  readonly #world: WorldView;
  /** Newest last; the dead stay for what they wrote. */
  readonly #instances: ScriptInstance[] = [];
  readonly #written = new Set<string>();
  /** By container: what is in the agenda for its end. */
  readonly planned = new Map<number, PlannedEnd>();

  constructor(follow: FollowScript, world: WorldView) {
    this.#follow = follow;
    this.#world = world;
  }

  #at(container: number, attempt: number): ScriptInstance | undefined {
    return this.#instances.find((each) => each.container === container && each.attempt === attempt);
  }

  /** The instance begins to run. */
  start(pod: PodState, container: number, attempt: number, source: ScriptSource, now: SimTime): void {
    if (this.#at(container, attempt) !== undefined) return;
    const spec = containerAt(specOf(pod), container);
    const mounts = mountsOf(spec);
    const env = containerEnvironment(this.#world, pod, spec);
    const { files, written } = volumeFiles(this.#world, pod, spec, mounts);
    for (const volume of written) this.#written.add(volume);
    const { namespace, name, uid } = pod.identity;
    const request: ScriptRequest = {
      argv: source.argv?.map((word) => expandVariables(word, env)) ?? null,
      tools: source.tools,
      base: source.base,
      worksUs: source.argv === null ? null : source.worksUs,
      env,
      hostname: name,
      workingDir: spec.workingDir ?? "/",
      files: [...files, ...this.#volumeContents(mounts, now)],
      directories: mounts.map(({ at }) => at).filter((at) => !files.some(({ path }) => path === at)),
      strange: strangeMounts(specOf(pod), mounts, container, (init) =>
        this.#instances.some((each) => each.container === init),
      ),
      hosts: clusterHosts(this.#world, namespace),
      startedAtMillis: Math.floor(now / 1_000),
      luck: `${uid}/${spec.name}/${String(attempt)}`,
      terminationMessagePath: spec.terminationMessagePath,
      inputs: [],
      untilUs: LOOK_AHEAD_US,
    };
    const instance: ScriptInstance = {
      container,
      attempt,
      startedAtUs: now,
      source,
      request,
      mounts,
      hooks: new Map(),
      own: [],
      shared: [],
      trace: this.#follow(request),
      untilUs: LOOK_AHEAD_US,
      endedAtUs: NEVER,
    };
    this.#instances.push(instance);
    this.#settle();
  }

  /** The instance has ended: what it would have done later it does not do. */
  end(container: number, attempt: number, now: SimTime): void {
    const instance = this.#at(container, attempt);
    if (instance === undefined || instance.endedAtUs !== NEVER) return;
    instance.endedAtUs = now;
    this.#settle();
  }

  /** When and how the instance ends if nothing else happens to it; null = not as far as is known. */
  exit(container: number, attempt: number): { readonly atUs: SimTime; readonly exitCode: number } | null {
    const instance = this.#at(container, attempt);
    const exit = instance?.trace.exit ?? null;
    if (instance === undefined || exit === null || !(instance.source.ends || instance.own.length > 0)) return null;
    return { atUs: instance.startedAtUs + exit.atUs, exitCode: exit.exitCode };
  }

  /** Instant up to which it is known what the instance does; null = for good. */
  knownUntil(container: number, attempt: number): SimTime | null {
    const instance = this.#at(container, attempt);
    const knownUntilUs = instance?.trace.knownUntilUs ?? null;
    return instance === undefined || knownUntilUs === null ? null : instance.startedAtUs + knownUntilUs;
  }

  /** Follows the instance further. */
  lookFurther(container: number, attempt: number): void {
    const instance = this.#at(container, attempt);
    if (instance === undefined) return;
    instance.untilUs *= 2;
    this.#refollow(instance);
    this.#settle();
  }

  /** The command of a hook is executed at `now`. */
  hook(container: number, attempt: number, hook: string, argv: readonly string[], now: SimTime): HookOutcome {
    const instance = this.#at(container, attempt);
    if (instance === undefined) return { takesUs: 0, fails: false };
    const known = instance.hooks.get(hook);
    if (known !== undefined) return known;
    const atUs = now - instance.startedAtUs;
    instance.own.push({ kind: "command", atUs, argv });
    instance.untilUs = Math.max(instance.untilUs, atUs + HOOK_MAX_US / 24);
    this.#refollow(instance);
    const inputs = this.#inputsOf(instance);
    const command = instance.trace.commands.find(
      ({ input }) => inputs[input]?.kind === "command" && inputs[input].atUs === atUs,
    );
    const exit = command?.exit ?? null;
    const takesUs = exit === null ? HOOK_MAX_US : exit.atUs - atUs;
    const fails = exit !== null && exit.exitCode !== 0 && this.#mayFail(instance, argv);
    const outcome: HookOutcome = { takesUs, fails };
    instance.hooks.set(hook, outcome);
    this.#settle();
    return outcome;
  }

  /** In an image nobody knows, a command that fails fails for lack of what the image has, unless it says so itself. */
  #mayFail({ source }: ScriptInstance, argv: readonly string[]): boolean {
    return source.argv !== null || /\b(exit|false)\b/.test(argv.join(" "));
  }

  /** SIGTERM arrives at `at`: from there to the exit; null = it does not end by it. */
  sigterm(
    container: number,
    attempt: number,
    at: SimTime,
  ): { readonly afterUs: Duration; readonly exitCode: number } | null {
    const instance = this.#at(container, attempt);
    if (instance === undefined) return null;
    const atUs = Math.max(0, at - instance.startedAtUs);
    const inputs: readonly ScriptInput[] = [...this.#inputsOf(instance), { kind: "signal", atUs, signal: "TERM" }];
    const untilUs = Math.max(instance.untilUs, atUs + LOOK_AHEAD_US);
    const { exit } = this.#follow({ ...instance.request, inputs: inTimeOrder(inputs), untilUs });
    if (exit === null) return null;
    return { afterUs: Math.max(0, exit.atUs - atUs), exitCode: exit.exitCode };
  }

  /** What an exec probe finds at `at`. */
  probe(container: number, attempt: number, argv: readonly string[], at: SimTime): ScriptProbe {
    const instance = this.#at(container, attempt);
    if (instance === undefined) return { passes: true, untilUs: NEVER, output: "" };
    const sinceUs = at - instance.startedAtUs;
    const inputs: readonly ScriptInput[] = [{ kind: "command", atUs: 0, argv }];
    const trace = this.#follow({
      ...instance.request,
      argv: null,
      worksUs: null,
      files: this.#filesAt(instance, sinceUs),
      hosts: this.#hostsAt(instance, sinceUs),
      startedAtMillis: Math.floor(at / 1_000),
      inputs,
      untilUs: PROBE_MAX_US,
    });
    const exit: ScriptExit | null = trace.commands[0]?.exit ?? null;
    const passes = exit?.exitCode === 0;
    const untilUs = trace.asksNetwork ? at + 1 : this.#nextChange(instance, sinceUs);
    return { passes, untilUs, output: exit?.logs ?? "" };
  }

  /** What the instance leaves as its last words. */
  lastWords(container: number, attempt: number, at: SimTime, exitCode: number, usesLogs: boolean): string {
    const instance = this.#at(container, attempt);
    if (instance === undefined) return "";
    const { terminationMessagePath } = instance.request;
    const sinceUs = at - instance.startedAtUs;
    const file = this.#filesAt(instance, sinceUs).find(({ path }) => path === terminationMessagePath)?.content ?? "";
    if (file !== "" || !usesLogs || exitCode === 0) return file;
    return instance.trace.exit?.logs ?? "";
  }

  /** Whether what the instance does depends on who answers in the cluster. */
  asks(container: number, attempt: number): boolean {
    return this.#at(container, attempt)?.trace.asksNetwork === true;
  }

  get asksNetwork(): boolean {
    return this.#asking().length > 0;
  }

  #asking(): readonly ScriptInstance[] {
    return this.#instances.filter(({ endedAtUs, trace }) => endedAtUs === NEVER && trace.asksNetwork);
  }

  /** Who answers in the cluster may have changed. */
  hear(namespace: string, now: SimTime): void {
    const asking = this.#asking();
    if (asking.length === 0) return;
    const hosts = clusterHosts(this.#world, namespace);
    for (const instance of asking) {
      const atUs = now - instance.startedAtUs;
      if (JSON.stringify(this.#hostsAt(instance, atUs)) === JSON.stringify(hosts)) continue;
      instance.own.push({ kind: "network", atUs, hosts });
      this.#refollow(instance);
    }
    this.#settle();
  }

  /** The containers that run and are followed. */
  *running(): IterableIterator<Pick<ScriptInstance, "container" | "attempt" | "startedAtUs">> {
    for (const instance of this.#instances) if (instance.endedAtUs === NEVER) yield instance;
  }

  has(container: number, attempt: number): boolean {
    return this.#at(container, attempt) !== undefined;
  }

  #hostsAt({ own, request }: ScriptInstance, sinceUs: Duration): ScriptHosts {
    let { hosts } = request;
    for (const input of own) if (input.kind === "network" && input.atUs <= sinceUs) hosts = input.hosts;
    return hosts;
  }

  #inputsOf({ own, shared }: ScriptInstance): readonly ScriptInput[] {
    return inTimeOrder([...own, ...shared]);
  }

  #refollow(instance: ScriptInstance): void {
    instance.trace = this.#follow({
      ...instance.request,
      inputs: this.#inputsOf(instance),
      untilUs: instance.untilUs,
    });
  }

  #filesAt(instance: ScriptInstance, sinceUs: Duration): readonly ScriptFile[] {
    const files = new Map(instance.request.files.map((file) => [file.path, file]));
    const shared = instance.shared.flatMap((input) =>
      input.kind === "files" && input.atUs <= sinceUs ? input.changes : [],
    );
    const done = instance.trace.changes.filter(({ atUs }) => atUs <= sinceUs);
    for (const file of [...shared, ...done]) files.set(file.path, { path: file.path, content: file.content });
    // What the command makes later is not there yet.
    for (const { path } of instance.trace.changes) if (!files.has(path)) files.set(path, { path, content: null });
    return [...files.values()];
  }

  #nextChange({ startedAtUs, trace, shared }: ScriptInstance, sinceUs: Duration): SimTime {
    const next = [...trace.changes, ...shared].find(({ atUs }) => atUs > sinceUs)?.atUs ?? NEVER;
    const known = trace.knownUntilUs ?? NEVER;
    const first = Math.min(next, known <= sinceUs ? NEVER : known);
    return first >= NEVER ? NEVER : startedAtUs + first;
  }

  /** Every change to a volume that is written to, in order of time. */
  #volumeChanges(): readonly {
    atUs: SimTime;
    by: ScriptInstance;
    volume: string;
    path: string;
    content: string | null;
  }[] {
    return this.#instances
      .flatMap((by) =>
        by.trace.changes.flatMap(({ atUs, path, content }) => {
          const place = placeOf(by.mounts, path);
          const at = by.startedAtUs + atUs;
          if (place === null || !this.#written.has(place.volume) || at > by.endedAtUs) return [];
          return [{ atUs: at, by, volume: place.volume, path: place.path, content }];
        }),
      )
      .sort((a, b) => a.atUs - b.atUs);
  }

  #volumeContents(mounts: readonly Mount[], now: SimTime): readonly ScriptFile[] {
    const files = new Map<string, ScriptFile>();
    for (const { atUs, volume, path, content } of this.#volumeChanges()) {
      if (atUs > now) break;
      for (const at of pathsOf(mounts, volume, path)) files.set(at, { path: at, content });
    }
    return [...files.values()].filter(({ content }) => content !== null);
  }

  /** Containers that share a volume see each other's files: each is followed anew until none of them changes. */
  #settle(): void {
    if (this.#written.size === 0 || this.#instances.length < 2) return;
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      let isSettled = true;
      for (const instance of this.#instances) {
        if (instance.endedAtUs !== NEVER) continue;
        const shared = this.#volumeChanges().flatMap(({ atUs, by, volume, path, content }): readonly ScriptInput[] => {
          const paths = by === instance || atUs <= instance.startedAtUs ? [] : pathsOf(instance.mounts, volume, path);
          const changes = paths.map((at): ScriptFile => ({ path: at, content }));
          return changes.length === 0 ? [] : [{ kind: "files", atUs: atUs - instance.startedAtUs, changes }];
        });
        if (JSON.stringify(shared) === JSON.stringify(instance.shared)) continue;
        instance.shared = shared;
        this.#refollow(instance);
        isSettled = false;
      }
      if (isSettled) return;
    }
  }
}
