/**
 * Locks, semaphores and events: {@code multiprocessing.Lock}, {@code RLock}, {@code Semaphore},
 * {@code BoundedSemaphore}, {@code Event}. Who holds what is in rows; who waits is kept in memory,
 * in one {@code SharedLine} per thing that serves first come, first served.
 */
@NullMarked
package io.forkyard.lock;

import org.jspecify.annotations.NullMarked;
