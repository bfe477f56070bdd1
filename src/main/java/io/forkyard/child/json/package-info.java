/**
 * JSON to the parameters of a target and its value back to JSON, strictly: nothing is rounded,
 * guessed or left out without a word. Plain values are converted here; a {@link
 * io.forkyard.child.json.Converter} is loaded only when a parameter is of any other type.
 */
@NullMarked
package io.forkyard.child.json;

import org.jspecify.annotations.NullMarked;
