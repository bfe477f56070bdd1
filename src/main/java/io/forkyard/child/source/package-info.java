/**
 * The compiler for jobs that come as source. On the class path, since the boot loader does not see
 * {@code javax.tools}.
 */
@NullMarked
package io.forkyard.child.source;

import org.jspecify.annotations.NullMarked;
