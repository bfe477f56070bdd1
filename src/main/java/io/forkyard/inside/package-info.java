/**
 * What the code of jobs may ask of queues, locks, semaphores and events. Each question is an {@code
 * Operation} that arrives at the pool's desk; what a child holds is freed when it is gone.
 */
@NullMarked
package io.forkyard.inside;

import org.jspecify.annotations.NullMarked;
