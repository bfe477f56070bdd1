/**
 * The frames between the service and a child JVM.
 *
 * <p>Two pipes carry them: the child reads its descriptor 3 and writes its descriptor 4, so nothing
 * that a job or a dying JVM prints can reach them. A frame is a four-byte big-endian length, one
 * byte of type and the fields of that type in order; the length counts type and fields and is
 * checked before anything is allocated. A string is a four-byte length and UTF-8; a list is a
 * four-byte count and its strings; JSON travels as text.
 *
 * <pre>
 *   service                                    child
 *      |  <------------------------- Hello        first frame: version and the token from its environment
 *      |  WarmUp --------------------------->      no task waits yet: run your own path, load what the first will need
 *      |  <-------------------------- Warm        it has, the first task finds it warm
 *      |  Task, Compile or Chunk ---------->
 *      |  Initialize ---------------------->      the pool's initializer, answered like a task
 *      |  <----------------------- Program        the task is a program: its process's end decides
 *      |  <-------------------------- Item        how the next item of a chunk ended, before another begins
 *      |  Cancel -------------------------->      interrupt the task
 *      |  <----------------------- Progress       how much of the task is done
 *      |  <--------------------------- Call       the task's code asks for something
 *      |  <------------------------- GiveUp       and does not want to wait any more
 *      |  Reply --------------------------->      what became of a call
 *      |  <----------------------- Received       the value of a call that must not be lost is there
 *      |  <----------------------- Leaving        something is left over: no task should follow this one
 *      |  <------------ Answer or Complaint       how the task ended, once, under its attempt's token
 *      |  <----------------------- Exiting        an orderly end has begun; the reader must be freed
 *      |  Bye ----------------------------->      no frame follows: stop reading and leave
 *      |  Pulse --------------------------->      every now and then, where a child must not outlive its turn
 *      |  <-------------------------- Alone       no frame has come for too long: the child ends itself
 * </pre>
 *
 * Any number of threads of a task may have calls under way, up to {@link
 * io.forkyard.wire.Wire#MAX_CALLS} together. Each call gets exactly one reply, also when it was
 * given up: so the child always knows whether something was done for it. A value that must not be
 * lost, an item of a queue, is the task's only when {@code Received} says so. A call counts under
 * the token of the attempt that runs.
 *
 * <p>End of either pipe means that the other side is gone. {@link io.forkyard.wire.Wire#VERSION}
 * grows with any change of a frame; a child of another version is refused.
 */
@NullMarked
package io.forkyard.wire;

import org.jspecify.annotations.NullMarked;
