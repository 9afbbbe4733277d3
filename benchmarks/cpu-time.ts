// Processor time: what a measurement goes by on a machine that others use too.

/** Of this process so far, its compiler's and garbage collector's threads included; microseconds. */
export const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
