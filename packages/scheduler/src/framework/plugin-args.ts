// Codecs of plugins' arguments: the fields a plugin names, beside the apiVersion and kind that Kubernetes lets them carry.
import { struct } from "@podsim/core";
import type { Decoder } from "io-ts";

type StructFields<Args extends object> = Parameters<typeof struct<Args>>[1];

/** `name` as in KubeSchedulerConfiguration, e.g. "NodeResourcesFitArgs". */
export const pluginArgs = <Args extends object>(name: string, fields: StructFields<Args>): Decoder<unknown, Args> =>
  struct<Args>(name, fields, { inert: ["apiVersion", "kind"] });

export type NoArgs = Record<never, never>;

/** Of a plugin without arguments. */
export const NO_ARGS: Decoder<unknown, NoArgs> = pluginArgs<NoArgs>("its arguments: it takes none", {});
