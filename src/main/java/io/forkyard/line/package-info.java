/**
 * Who waits for what, first come, first served: one {@code Line} per shared thing, and the bounds
 * of all of them. What is waited for is a row, and the features that own it say when it has
 * changed.
 */
@NullMarked
package io.forkyard.line;

import org.jspecify.annotations.NullMarked;
