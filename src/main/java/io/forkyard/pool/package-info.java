/**
 * Which job runs now: pools, their workers, and the way of one job through a child JVM. Beside them
 * the processes outside every pool, and the list of all children.
 */
@NullMarked
package io.forkyard.pool;

import org.jspecify.annotations.NullMarked;
