/**
 * Queues of JSON values: {@code queue.Queue}, {@code JoinableQueue}. The items are rows; who waits
 * is kept in memory, in one {@code QueueLine} per queue that serves first come, first served.
 */
@NullMarked
package io.forkyard.queue;

import org.jspecify.annotations.NullMarked;
