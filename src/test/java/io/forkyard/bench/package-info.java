/** What takes too long for every build, or is measured: run by {@code ./mvnw -Pbench verify}. */
@NullMarked
package io.forkyard.bench;

import org.jspecify.annotations.NullMarked;
