// How the runtime words the end of a process that nothing else is known of.

export const exitReason = (exitCode: number): string => (exitCode === 0 ? "Completed" : "Error");
