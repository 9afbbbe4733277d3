// What is said of a plugin that cannot score, or does so wrongly.
import { MAX_SCORE } from "./score-arithmetic.js";

export const outOfRange = (plugin: string): string =>
  `plugin ${plugin} gave a score that is not within 0..${MAX_SCORE}`;

export const scoringError = (plugin: string, error: string): string => `running PreScore plugin "${plugin}": ${error}`;
