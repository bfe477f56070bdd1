package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.forkyard.pool.Initializer;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What runs once in each new child, as a caller sends it. */
@Schema(
    name = "InitializerRequest",
    description = "What runs once in each new child, before its first job")
record InitializerRequest(
    @Schema(
            description =
                "What to run: `pkg.Type::method`, or `pkg.Type` that is a Callable, Supplier or"
                    + " Runnable; not a program",
            example = "com.acme.Models::load",
            requiredMode = Schema.RequiredMode.REQUIRED,
            maxLength = 500)
        @Nullable String target,
    @Schema(
            description = "Arguments by position, any JSON values",
            implementation = Object[].class,
            example = "[\"small\"]",
            defaultValue = "[]")
        @Nullable Json args,
    @Schema(
            description = "Arguments by the name of the parameter",
            implementation = Object.class,
            types = "object",
            example = "{\"limit\": 2}",
            defaultValue = "{}")
        @Nullable Json kwargs,
    @Schema(
            description =
                "One Java source file that declares the target; jobs with the same source and"
                    + " class path see its static state",
            example = "class Models { static void load(String size) { } }")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String source,
    @ArraySchema(
            schema =
                @Schema(
                    description = "The id of an uploaded jar",
                    pattern = JobRules.ARTIFACT,
                    example =
                        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            arraySchema =
                @Schema(description = "Uploaded jars, in the order of lookup", defaultValue = "[]"),
            maxItems = 100)
        @Nullable List<String> classpath) {

  private static final String FIELD = "initializer";
  private static final String JAR = "@main";

  Initializer initializer(JobRules rules) {
    try {
      return checked(rules);
    } catch (ProblemException e) {
      throw e.within(FIELD);
    }
  }

  private Initializer checked(JobRules rules) {
    if (JAR.equals(target)) {
      throw ProblemException.refused("target", "target cannot be a program");
    }
    return new Initializer(
        JobRules.target(target),
        rules.args(args).text(),
        rules.kwargs(kwargs).text(),
        rules.source(source),
        JobRules.classpath(Objects.requireNonNullElse(classpath, List.of())),
        "");
  }
}
