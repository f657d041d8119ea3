/** What the watchdog of a child process writes to standard error before it ends a process that took too much memory. */
export const memoryLimitMark = 'plumbline-child: memory limit reached';
