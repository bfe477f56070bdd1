/** Producers and consumers of queues that are killed at random, and what becomes of the items. */
@NullMarked
package io.forkyard.kill;

import org.jspecify.annotations.NullMarked;
