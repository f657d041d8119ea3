import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { memoryLimitMark } from './memoryLimitMark.js';

/**
 * A thread of the child, so that it goes on while native code blocks the child's main thread for ever. It ends the process when it
 * takes more memory than it may, and when its parent is gone (a killed worker must leave no orphan).
 */
const { memoryBytes, parent } = workerData as { memoryBytes: number; parent: number };
const intervalMs = 20; // at a few GB/s of fresh memory the overshoot stays below some hundred MB

setInterval(() => {
  if (process.memoryUsage.rss() > memoryBytes) {
    writeSync(2, `${memoryLimitMark}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, intervalMs);
