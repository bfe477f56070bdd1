package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.forkyard.pool.NewProcess;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A process as a caller sends it. What only an answer has is ignored. */
@Schema(name = "ProcessRequest", description = "What to run in a process of its own")
@JsonIgnoreProperties({
  "id",
  "pid",
  "ppid",
  "alive",
  "exitCode",
  "state",
  "osState",
  "cpuSeconds",
  "residentBytes",
  "pool",
  "job",
  "failure",
  "startedAt",
  "endedAt"
})
record ProcessRequest(
    @Schema(
            description =
                "What to run: `pkg.Type::method`, or `pkg.Type` that has a main method or is a"
                    + " Callable, Supplier or Runnable, or `@main` for the main class of a jar",
            example = "io.forkyard.examples.Hello",
            requiredMode = Schema.RequiredMode.REQUIRED,
            maxLength = 500)
        @Nullable String target,
    @Schema(
            description = "Arguments by position, any JSON values",
            implementation = Object[].class,
            example = "[\"Ada\"]",
            defaultValue = "[]")
        @Nullable Json args,
    @Schema(
            description = "Arguments by the name of the parameter",
            implementation = Object.class,
            types = "object",
            example = "{}",
            defaultValue = "{}")
        @Nullable Json kwargs,
    @Schema(
            description = "Its name; `Process-N` when left out",
            example = "greeter",
            maxLength = 200)
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String name,
    @Schema(
            description = "One Java source file that declares the target; compiled once per text",
            example =
                "class Hello { static void hello(String name) { System.out.println(name); } }")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String source,
    @ArraySchema(
            schema =
                @Schema(
                    description = "The id of an uploaded jar",
                    pattern = JobRules.ARTIFACT,
                    example = Examples.ARTIFACT),
            arraySchema =
                @Schema(description = "Uploaded jars, in the order of lookup", defaultValue = "[]"),
            maxItems = 100)
        @Nullable List<String> classpath,
    @Schema(description = "How the child JVM is started") @Nullable JvmRequest jvm,
    @Schema(description = "Seconds after which it is ended; never when left out", example = "30")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable BigDecimal timeout) {

  NewProcess wanted(JobRules rules, PoolRules pools) {
    JvmRequest child = Objects.requireNonNullElse(jvm, JvmRequest.DEFAULT);
    return new NewProcess(
        JobRules.target(target),
        rules.args(args).text(),
        rules.kwargs(kwargs).text(),
        rules.name(name),
        rules.source(source),
        JobRules.classpath(Objects.requireNonNullElse(classpath, List.of())),
        Checks.timeout("timeout", timeout),
        pools.maxHeap(Objects.requireNonNullElse(child.maxHeap(), PoolRules.MAX_HEAP)),
        JvmOptions.checked(Objects.requireNonNullElse(child.options(), List.of())),
        PoolRules.javaHome(child.javaHome()));
  }
}
