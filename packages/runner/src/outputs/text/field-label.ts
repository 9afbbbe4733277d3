// The name of a field as describe shows it where it has no words of its own.

const ACRONYMS = new Set(["API", "URL", "UID", "OSB", "GUID"]);

/** Words of a name in camel case; capitals that stand together are a word. */
const WORD = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|-+/g;

/** "leaseDurationSeconds" is "Lease Duration Seconds"; a key that is no such name, as "kubernetes.io/os", stays as it is. */
export const fieldLabel = (field: string): string => {
  if (!/^[A-Za-z-]+$/.test(field)) return field;
  const words = field.match(WORD) ?? [];
  return words
    .map((word) => {
      const upper = word.toUpperCase();
      return ACRONYMS.has(upper) ? upper : `${upper.charAt(0)}${word.slice(1)}`;
    })
    .join(" ");
};
