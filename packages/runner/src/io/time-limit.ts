// Breaks off code that does not come to an end.
import { Script } from "node:vm";

const LIMITED = Symbol.for("podsim.limited");
const call = new Script(`globalThis[Symbol.for("podsim.limited")]()`);

const isTimeout = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** What `work` gives; null if it had not ended after so much wall time. */
export const withinMillis = <Result extends object>(timeout: number, work: () => Result): Result | null => {
  const holder = globalThis as { [LIMITED]?: () => Result };
  const before = holder[LIMITED];
  holder[LIMITED] = work;
  try {
    return call.runInThisContext({ timeout }) as Result;
  } catch (thrown) {
    if (isTimeout(thrown)) return null;
    throw thrown;
  } finally {
    if (before === undefined) delete holder[LIMITED];
    else holder[LIMITED] = before;
  }
};
