/**
 * Loaded ahead of every process that Gatehouse starts (`node --import bin/role.js …`): ends the process when its parent is gone.
 *
 * The parent keeps a channel open and sends nothing; the system closes it at the parent's death, also at a kill -9. The process then gets the
 * SIGTERM that an orderly parent would have sent, and is killed with its process group when it is not done in time.
 */
const LIMIT_MILLIS = 15_000;

// Children of this process inherit its environment, and may have channels of their own: those are not our business.
if (process.channel && process.env.GATEHOUSE_PARENT === String(process.ppid)) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(killGroup, LIMIT_MILLIS).unref();
  });
  // Waiting for the parent's end must not keep a process alive that has nothing else to do.
  process.channel.unref();
}

function killGroup() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // Not the leader of a group, as when started from a terminal.
    process.kill(process.pid, 'SIGKILL');
  }
}
