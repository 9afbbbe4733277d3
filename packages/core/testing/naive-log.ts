// The slow, obvious event log: a list of envelopes. The oracle for the column log.
import { fieldKinds } from "../src/event-codec.js";
import type { Envelope, EventDefinition } from "../src/event.js";
import { invariant } from "../src/invariant.js";
import type { EventLog, EventRecorder } from "../src/log/event-log.js";
import { canonicalJson } from "../src/log/json-value.js";
import type { JsonValue } from "../src/log/json-value.js";

export type NaiveLog = EventLog & EventRecorder;

/** The declared fields of the data and nothing else, negative zeros as 0. */
const declared = (definition: EventDefinition, data: object): Record<string, unknown> =>
  Object.fromEntries(
    fieldKinds(definition).map(([name]) => {
      const value = (data as Readonly<Record<string, unknown>>)[name];
      return [name, value === 0 ? 0 : value];
    }),
  );

/**
 * An empty log. Its digest is the canonical text of all facts: another value than the column log's, but equal for two
 * logs exactly when theirs is.
 */
export const createNaiveLog = (registry: readonly EventDefinition[]): NaiveLog => {
  const envelopes: Envelope[] = [];
  const read = (seq: number): Envelope => {
    const envelope = envelopes[seq];
    invariant(envelope !== undefined, `the log has no fact ${String(seq)}`);
    return envelope;
  };
  return {
    registry,
    get length() {
      return envelopes.length;
    },
    get endUs() {
      return envelopes.at(-1)?.at ?? 0;
    },
    append(at, definition, subject, causedBy, data) {
      const seq = envelopes.length;
      invariant(registry.includes(definition), `event type ${definition.type} is not in the log's registry`);
      invariant(at >= (envelopes.at(-1)?.at ?? 0), `fact ${String(seq)} is before the fact preceding it`);
      invariant(causedBy >= -1 && causedBy < seq, `fact ${String(seq)} cannot be caused by fact ${String(causedBy)}`);
      envelopes.push({ seq, at, subject, causedBy, definition, data: declared(definition, data) });
      return seq;
    },
    at: (seq) => read(seq).at,
    typeOf: (seq) => registry.indexOf(read(seq).definition),
    subject: (seq) => read(seq).subject,
    causedBy: (seq) => read(seq).causedBy,
    data: (seq) => read(seq).data,
    read,
    forEach: (from, to, visit) => {
      envelopes.slice(from, to).forEach(visit);
    },
    digest: () =>
      canonicalJson(
        envelopes.map(({ at, subject, causedBy, definition, data }) => [
          at,
          definition.type,
          definition.revision,
          subject,
          causedBy,
          Object.entries(data as Readonly<Record<string, JsonValue>>),
        ]) as JsonValue,
      ),
  };
};
