// A plugin that is not the project's own threw, or gave an answer that is none.

export class PluginFailure extends Error {
  readonly plugin: string;
  /** "filter", "score" … */
  readonly hook: string;
  /** namespace/name of the pod it was asked about. */
  readonly pod: string;
  /** What it did: "it threw RangeError: …". */
  readonly deed: string;

  constructor(plugin: string, hook: string, pod: string, deed: string, cause?: unknown) {
    super(`plugin "${plugin}" failed in ${hook} for pod ${pod}: ${deed}`, { cause });
    this.name = "PluginFailure";
    this.plugin = plugin;
    this.hook = hook;
    this.pod = pod;
    this.deed = deed;
  }
}
