// What short texts were read as: the same few times and amounts are written thousands of times.

/** So many are kept, of texts that are no longer than this: those of any ordinary set of manifests. */
const KEPT_MAX = 4_096;
const KEPT_LENGTH_MAX = 32;

/** Reads through `read`, which goes by the text alone and gives a value that nobody changes. */
export const keptReadings = <Reading extends object>(read: (text: string) => Reading): ((text: string) => Reading) => {
  const kept = new Map<string, Reading>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const reading = read(text);
    if (text.length > KEPT_LENGTH_MAX) return reading;
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(text, reading);
    return reading;
  };
};
