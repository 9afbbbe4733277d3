// The runtime's id of a container instance: made from who it is, so that it needs no room in the log.

const FNV_PRIME = 0x01000193;

const fnv1a = (text: string, basis: number): number => {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
};

/** 32 hexadecimal digits, the same for the same pod, container and attempt. */
export const containerIdOf = (podUid: string, container: string, attempt: number): string => {
  const text = `${podUid}/${container}/${attempt}`;
  let id = "";
  for (let lane = 0; lane < 4; lane++)
    id += fnv1a(text, 0x811c9dc5 + lane * 0x9e3779b1)
      .toString(16)
      .padStart(8, "0");
  return id;
};
