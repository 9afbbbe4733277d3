// Broken invariants are the same everywhere; the engine has them through the one door of core it may use besides time.
export { invariant, InvariantViolation } from "@podsim/core/log";
