import { readFileSync } from "node:fs";

/** Whether a process still runs. One that has ended but was not collected by its parent (a zombie) does not. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
};

/** In a container nobody may collect orphans. Only Linux tells, which is where that is so. */
const isZombie = (pid: number): boolean => {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; the state is the first word after it (proc(5)).
    return status.slice(status.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
};
