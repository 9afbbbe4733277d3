// What tests of the runner, and of programs that use it, build on.
export { memoryConsole } from "./memory-console.js";
export type { MemoryConsole, MemoryConsoleOptions } from "./memory-console.js";
export { memoryFiles } from "./memory-files.js";
export type { MemoryFiles, MemoryFilesOptions } from "./memory-files.js";
