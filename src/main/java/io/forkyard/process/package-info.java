/**
 * The parent's side of every child JVM: the only package that starts, watches and kills processes.
 *
 * <pre>
 *   Children --- Launcher        one thread that never ends starts every child
 *       |            CommandLine, Tools, ChildJars, RunFolder
 *       |--------- ClassArchive  made and tried in the background by a Rehearsal
 *       |--------- Pulse         tells all children that the service is there
 *       v
 *     Child ---- Channel         its own thread reads the frames of one child
 *       |            Outbox writes what the child may be slow to read
 *       |            TaskSlot, Calls, Output, ChildFolder
 *       |------- Autopsy         what the process left behind tells why it ended
 *       `------- Watch           samples busy children, sweeps what dead ones left running
 *                    ProcessTree, ProcessTable, Signals
 * </pre>
 *
 * The end of the process is the only truth about a death. Whatever ends a child, its pipes close,
 * its futures settle and everything that it started is killed.
 */
@NullMarked
package io.forkyard.process;

import org.jspecify.annotations.NullMarked;
