package io.forkyard.web;

import io.forkyard.pool.Initializer;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs once in each new child. */
@Schema(name = "Initializer", description = "What runs once in each new child")
record InitializerView(
    @Schema(description = "What is run", example = "com.acme.Models::load") String target,
    @Schema(
            description = "Arguments by position",
            implementation = Object[].class,
            example = "[\"small\"]")
        Json args,
    @Schema(
            description = "Arguments by the name of the parameter",
            implementation = Object.class,
            types = "object",
            example = "{}")
        Json kwargs,
    @Schema(
            description = "The source file that declares the target",
            example = "class Models { static void load(String size) { } }")
        @Nullable String source,
    @ArraySchema(
            schema =
                @Schema(
                    description = "The id of a jar",
                    example =
                        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            arraySchema = @Schema(description = "Jars, in the order of lookup"))
        List<String> classpath) {

  static @Nullable InitializerView of(@Nullable Initializer initializer) {
    return initializer == null
        ? null
        : new InitializerView(
            initializer.target(),
            new Json(initializer.args()),
            new Json(initializer.kwargs()),
            initializer.source(),
            initializer.classpath());
  }
}
