/** What operators and monitoring see: endpoints, health, metrics. It only looks. */
@NullMarked
package io.forkyard.actuator;

import org.jspecify.annotations.NullMarked;
