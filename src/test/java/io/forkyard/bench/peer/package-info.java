/** Programs by others that do the same work, each spoken to in its own way. */
@NullMarked
package io.forkyard.bench.peer;

import org.jspecify.annotations.NullMarked;
