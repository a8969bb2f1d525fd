/**
 * Milliseconds that this thread has been computing. A bound on them does not depend on what else the
 * machine is doing: they stand still while another process has the core.
 */
export function computed(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
