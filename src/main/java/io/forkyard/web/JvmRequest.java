package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the children of a pool are started, as a caller sends it. */
@Schema(name = "JvmRequest", description = "How the child JVMs are started")
record JvmRequest(
    @Schema(
            description = "The heap of a child, as after `-Xmx`; 16m or more",
            example = "256m",
            pattern = HeapSize.FORM,
            defaultValue = "256m")
        @Nullable String maxHeap,
    @ArraySchema(
            schema = @Schema(description = "An option", example = "-Duser.timezone=UTC"),
            arraySchema = @Schema(description = "Further options of the JVM", defaultValue = "[]"),
            maxItems = 64)
        @Nullable List<String> options,
    @Schema(
            description = "The home of another JDK or JRE on the machine of the service",
            example = "/usr/lib/jvm/jdk-25")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String javaHome) {

  static final JvmRequest DEFAULT = new JvmRequest(null, null, null);
}
