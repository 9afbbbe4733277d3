// A port of a node belongs to one pod.
import type { ContainerPort } from "../api/pod.js";
import type { PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { bindingSeen, placedOn } from "../law/placed-pods.js";
import { nodeWitness, podWitness } from "../law/witness.js";

const ANY = "0.0.0.0";

const hostPortsOf = (pod: PodState): readonly ContainerPort[] => {
  const { containers, initContainers } = specOf(pod);
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === "Always");
  return [...containers, ...sidecars].flatMap(({ ports }) => ports).filter(({ hostPort }) => (hostPort ?? 0) > 0);
};

const addressOf = ({ hostIP }: ContainerPort): string => (hostIP === undefined || hostIP === "" ? ANY : hostIP);

const clash = (a: ContainerPort, b: ContainerPort): boolean =>
  a.hostPort === b.hostPort &&
  a.protocol === b.protocol &&
  (addressOf(a) === addressOf(b) || addressOf(a) === ANY || addressOf(b) === ANY);

export const nodePortsNeverClash: Invariant = step(
  "node.portsNeverClash",
  "no two pods of a node ask for the same host port",
  (_before, fact, after) => {
    const seen = bindingSeen(fact, after);
    if (seen === null) return true;
    const { pod, node } = seen;
    const own = hostPortsOf(pod);
    if (own.length === 0) return true;
    for (const other of placedOn(after, node)) {
      if (other === pod) continue;
      const taken = hostPortsOf(other).find((port) => own.some((mine) => clash(mine, port)));
      if (taken === undefined) continue;
      const text = `host port ${String(taken.hostPort)}/${taken.protocol} of ${node.name} is taken twice`;
      return violated(text, [nodeWitness(node), podWitness(other), podWitness(pod)]);
    }
    return true;
  },
  { page: "https://kubernetes.io/docs/concepts/configuration/overview/", hears: ["PodBound"] },
);
