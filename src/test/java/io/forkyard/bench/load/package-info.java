/** Callers that cost next to nothing, what they measure, and what is cleared away behind them. */
@NullMarked
package io.forkyard.bench.load;

import org.jspecify.annotations.NullMarked;
