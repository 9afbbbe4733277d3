// The draws of a run: by its seed, and from the moments on that say so by others.
import type { ControlPlane } from "./actor.js";
import type { WorldView } from "./cluster/world.js";
import { draw } from "./engine/draw.js";
import type { Settings } from "./settings.js";

/** What was drawn before a moment stays, whatever it was drawn for. */
export const seededDraws = (
  { seed, reseeds = [] }: Pick<Settings, "seed" | "reseeds">,
  world: Pick<WorldView, "nowUs">,
): ControlPlane["draw"] => {
  if (reseeds.length === 0) return (stream, entity, n) => draw(seed, stream, entity, n);
  const latestFirst = [...reseeds].reverse();
  return (stream, entity, n) => {
    const now = latestFirst.find(({ fromUs }) => fromUs <= world.nowUs);
    return draw(now?.seed ?? seed, stream, entity, n);
  };
};
