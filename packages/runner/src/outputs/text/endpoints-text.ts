// Addresses behind a Service in few words: the first three, and how many more.
import type { EndpointPort, ServedPod } from "../objects/endpoint-objects.js";
import { NONE } from "./none.js";

const SHOWN_MAX = 3;

/** "a,b,c + 2 more..."; `none` if there are none at all. */
export const shownList = (all: readonly string[], none: string): string => {
  const shown = all.slice(0, SHOWN_MAX).join(",");
  if (all.length > SHOWN_MAX) return `${shown} + ${all.length - SHOWN_MAX} more...`;
  return shown === "" ? none : shown;
};

/** Ready addresses with each of the ports, as "ip:port"; a Service without ports shows bare addresses. */
export const endpointsText = (served: readonly ServedPod[], ports: readonly EndpointPort[]): string => {
  const ready = served.filter(({ endpoint }) => endpoint.ready).map(({ ip }) => ip);
  const addresses = ports.length === 0 ? ready : ports.flatMap(({ port }) => ready.map((ip) => `${ip}:${port}`));
  return shownList(addresses, NONE);
};
