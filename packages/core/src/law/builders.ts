// Four ways to state a law, in terms of whatever view of the cluster and of its facts the author prefers.
import type { Envelope } from "../event.js";
import type { Duration, SimTime } from "../time.js";
import { formatDuration } from "../time.js";
import type { ClusterView } from "./cluster-view.js";
import type { Circumstances, Invariant, Judgement, Observer, Violation, Witness } from "./invariant.js";
import { violated } from "./invariant.js";

export interface LawOptions {
  /** "" if absent. */
  readonly page?: string;
  /** Types of the facts after which it is judged; absent = all. */
  readonly hears?: readonly string[];
}

export interface EventuallyOptions<View, Happening> extends LawOptions {
  /** How long it may take. */
  readonly within: Duration;
  /** What starts the clock, if it does not hold then; absent = the start of the history. */
  readonly after?: (happening: Happening, view: View) => boolean;
  /** Whom to name when it did not come true; absent = the objects that the starting fact is about. */
  readonly witnesses?: (view: View) => readonly Witness[];
}

/** How the author of a law sees the cluster and what happens in it. */
export interface Lens<View, Happening> {
  readonly view: (cluster: ClusterView, circumstances: Circumstances) => View;
  readonly happening: (
    fact: Envelope,
    before: ClusterView,
    after: ClusterView,
    circumstances: Circumstances,
  ) => Happening;
  /** What the fact is about. */
  readonly subject: (fact: Envelope, cluster: ClusterView) => Witness;
}

export interface Builders<View, Happening> {
  /** Holds in every state. */
  always(id: string, title: string, test: (view: View) => Judgement, options?: LawOptions): Invariant;
  /** Holds of every step: the cluster before a fact, the fact, the cluster after it. */
  step(
    id: string,
    title: string,
    test: (before: View, happening: Happening, after: View) => Judgement,
    options?: LawOptions,
  ): Invariant;
  /** `find` names those who do what must never be; none = fine. */
  never(id: string, title: string, find: (view: View) => readonly Witness[], options?: LawOptions): Invariant;
  /** Comes true in time, each time. */
  eventually(
    id: string,
    title: string,
    options: EventuallyOptions<View, Happening>,
    test: (view: View) => boolean,
  ): Invariant;
}

const lawOf = (
  id: string,
  title: string,
  { page = "", hears }: LawOptions,
  observe: Invariant["observe"],
): Invariant => ({
  id,
  title,
  page,
  ...(hears === undefined ? {} : { hears }),
  observe,
});

/** Watches for one thing to come true in time. */
class Waiting<View, Happening> implements Observer {
  /** By when it has to hold; -1 = it holds. */
  #dueUs: SimTime = -1;
  #witness: Witness | null = null;
  #begun = false;

  constructor(
    private readonly lens: Lens<View, Happening>,
    private readonly circumstances: Circumstances,
    private readonly options: EventuallyOptions<View, Happening>,
    private readonly test: (view: View) => boolean,
  ) {}

  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement {
    if (this.#dueUs >= 0 && fact.at > this.#dueUs) return this.#missed(before);
    const view = this.lens.view(after, this.circumstances);
    const starts =
      this.options.after?.(this.lens.happening(fact, before, after, this.circumstances), view) ?? !this.#begun;
    this.#begun = true;
    if (this.#dueUs < 0 && !starts) return true;
    if (this.test(view)) this.#dueUs = -1;
    else if (this.#dueUs < 0) {
      this.#dueUs = fact.at + this.options.within;
      this.#witness = this.lens.subject(fact, after);
    }
    return true;
  }

  end(cluster: ClusterView, endUs: SimTime): Judgement {
    return this.#dueUs < 0 || endUs <= this.#dueUs ? true : this.#missed(cluster);
  }

  #missed(cluster: ClusterView): Violation {
    const { within, witnesses } = this.options;
    const named =
      witnesses?.(this.lens.view(cluster, this.circumstances)) ?? (this.#witness === null ? [] : [this.#witness]);
    const atUs = this.#dueUs;
    this.#dueUs = -1;
    return { ...violated(`not within ${formatDuration(within)} of ${formatDuration(atUs - within)}`, named), atUs };
  }
}

export const invariantBuilders = <View, Happening>(lens: Lens<View, Happening>): Builders<View, Happening> => ({
  always: (id, title, test, options = {}) =>
    lawOf(id, title, options, (about) => ({ see: (_fact, _before, after) => test(lens.view(after, about)) })),
  step: (id, title, test, options = {}) =>
    lawOf(id, title, options, (about) => ({
      see: (fact, before, after) =>
        test(lens.view(before, about), lens.happening(fact, before, after, about), lens.view(after, about)),
    })),
  never: (id, title, find, options = {}) =>
    lawOf(id, title, options, (about) => ({
      see: (_fact, _before, after) => {
        const found = find(lens.view(after, about));
        return found.length === 0 ? true : violated(title, found);
      },
    })),
  eventually: (id, title, options, test) =>
    lawOf(id, title, options, (about) => new Waiting(lens, about, options, test)),
});
