/** Which job runs now: pools, their workers, and the way of one job through a child JVM. */
@NullMarked
package io.forkyard.pool;

import org.jspecify.annotations.NullMarked;
