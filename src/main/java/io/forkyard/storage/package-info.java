/** The database, its transactions and migrations, and the one place that waits for changes. */
@NullMarked
package io.forkyard.storage;

import org.jspecify.annotations.NullMarked;
