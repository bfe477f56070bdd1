/** Callers' code: uploaded jars and compiled sources, found by their SHA-256. */
@NullMarked
package io.forkyard.code;

import org.jspecify.annotations.NullMarked;
