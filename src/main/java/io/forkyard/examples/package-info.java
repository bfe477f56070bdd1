/** Small targets for a first job, found without uploading any code. */
@NullMarked
package io.forkyard.examples;

import org.jspecify.annotations.NullMarked;
