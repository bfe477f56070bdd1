/** What a job is and how it changes: its states, the one place with its SQL, its end. */
@NullMarked
package io.forkyard.job;

import org.jspecify.annotations.NullMarked;
