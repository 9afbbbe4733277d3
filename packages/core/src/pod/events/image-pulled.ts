// A pull succeeded: the image is on the node.
import type { EventDefinition } from "../../event.js";
import { formatGoDuration } from "../../time.js";
import { aboutContainer } from "../announce.js";
import type { PodState } from "../pod-state.js";

export interface ImagePulled {
  readonly container: number;
  readonly image: string;
  readonly sizeBytes: number;
  /** Time in the puller, without queueing. */
  readonly tookUs: number;
  /** Time in the queue before it. */
  readonly waitedUs: number;
}

const MILLISECOND_US = 1_000;
const wholeMillis = (us: number): string => formatGoDuration(Math.floor(us / MILLISECOND_US) * MILLISECOND_US);

export const imagePulled: EventDefinition<"ImagePulled", ImagePulled, PodState> = {
  type: "ImagePulled",
  entity: "pod",
  revision: 1,
  fields: { container: "int", image: "string", sizeBytes: "int", tookUs: "int", waitedUs: "int" },
  evolve: (pod) => pod,
  announce: (pod, d) => {
    const took = wholeMillis(d.tookUs);
    const total = wholeMillis(d.tookUs + d.waitedUs);
    const text = `Successfully pulled image "${d.image}" in ${took} (${total} including waiting). Image size: ${d.sizeBytes} bytes.`;
    return [aboutContainer(pod, d.container, "Normal", "Pulled", text)];
  },
  example: { container: 0, image: "registry.example/web:1", sizeBytes: 83886080, tookUs: 1594000, waitedUs: 0 },
};
