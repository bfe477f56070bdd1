/** Which services share the database, that one of them is gone, and what they do for each other. */
@NullMarked
package io.forkyard.node;

import org.jspecify.annotations.NullMarked;
