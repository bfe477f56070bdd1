/**
 * What a child runs to warm up. On the class path, so that a loader of jobs does not find it above
 * itself.
 */
@NullMarked
package io.forkyard.child.sample;

import org.jspecify.annotations.NullMarked;
