/** Which services share the database, and that one of them is gone. */
@NullMarked
package io.forkyard.node;

import org.jspecify.annotations.NullMarked;
