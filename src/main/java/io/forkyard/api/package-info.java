/** What the code of a job may import to speak to the pool that runs it; it depends on nothing. */
@NullMarked
package io.forkyard.api;

import org.jspecify.annotations.NullMarked;
