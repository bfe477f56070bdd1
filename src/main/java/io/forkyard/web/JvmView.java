package io.forkyard.web;

import io.forkyard.pool.PoolSettings;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the children of a pool are started. */
@Schema(name = "Jvm", description = "How the child JVMs are started")
record JvmView(
    @Schema(description = "The heap of a child, as after `-Xmx`", example = "256m") String maxHeap,
    @ArraySchema(
            schema = @Schema(description = "An option", example = "-Duser.timezone=UTC"),
            arraySchema = @Schema(description = "Further options of the JVM"))
        List<String> options,
    @Schema(description = "The home of another JDK or JRE", example = "/usr/lib/jvm/jdk-25")
        @Nullable String javaHome) {

  static JvmView of(PoolSettings settings) {
    return new JvmView(settings.maxHeap(), settings.options(), settings.javaHome());
  }
}
