// debug: an ephemeral container is added to a running pod, as kubectl debug does.
import { defaultPullPolicy } from "@podsim/core";
import type { DebugRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { list } from "../scenario/schema/collections.js";
import { optional, record, required } from "../scenario/schema/record.js";
import { text } from "../scenario/schema/scalars.js";
import { flagText, namespaceField, resolveTarget, target } from "../scenario/targets.js";
import type { Target } from "../scenario/targets.js";

interface DebugParams {
  readonly target: Target;
  readonly namespace: string;
  readonly image: string;
  /** Whose processes it looks at; null = its own alone. */
  readonly container: string | null;
  /** null = debugger- and five letters. */
  readonly name: string | null;
  /** null = what the image runs, with its standard input open. */
  readonly command: readonly string[] | null;
}

export const debug = defineIntervention<DebugParams>({
  name: "debug",
  doc: "add an ephemeral container to a pod that is there (kubectl debug); it is never started again and stays in the pod",
  example: { target: "pod/web", namespace: "shop", image: "busybox:1.36", container: "app", command: ["sleep", "60"] },
  params: record<DebugParams>("debug", {
    target: required(target("Pod"), "pod/web"),
    namespace: namespaceField,
    image: required(text, "busybox:1.36"),
    container: optional(text),
    name: optional(text),
    command: optional(list(text)),
  }),
  text: ({ target: of, namespace, image, container, command }) =>
    `debug ${of.text}${flagText(namespace)} --image=${image}` +
    (container === null ? "" : ` --target=${container}`) +
    (command === null ? "" : ` -- ${command.join(" ")}`),
  subject: (given) => given.target.name,
  plan: (given, planning) => {
    const { image, container, name, command } = given;
    const request: DebugRequest = {
      verb: "debug",
      target: resolveTarget(given.target, given.namespace, planning, ["target"]),
      container: {
        name: name ?? "",
        image,
        imagePullPolicy: defaultPullPolicy(image),
        ...(command === null ? { stdin: true } : { command }),
        ports: [],
        resources: { requests: {}, limits: {} },
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        targetContainerName: container ?? "",
      },
    };
    return [request];
  },
});
