package io.forkyard.web;

import io.forkyard.callback.AllowedUrls;
import io.forkyard.job.JobLimits;
import io.forkyard.job.Receiver;
import io.forkyard.job.Submission;
import io.forkyard.queue.Queues;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** What the fields of a job may be. */
@Component
final class JobRules {

  static final String ARTIFACT = "sha256:[0-9a-f]{64}";

  private static final int MOST_JARS = 100;

  private static final Pattern ARTIFACT_ID = Pattern.compile(ARTIFACT);

  private final JobLimits limits;
  private final DataSize longestSource;
  private final AllowedUrls allowedUrls;
  private final Queues queues;

  JobRules(JobLimits limits, LimitsProperties requests, AllowedUrls allowedUrls, Queues queues) {
    this.limits = limits;
    this.longestSource = requests.source();
    this.allowedUrls = allowedUrls;
    this.queues = queues;
  }

  static String target(@Nullable String target) {
    if (target == null) {
      throw ProblemException.refused("target", "target is missing");
    }
    if (!Submission.isTarget(target)) {
      throw ProblemException.invalid(
          "target",
          "pkg.Type::method, pkg.Type or @main, at most "
              + Submission.LONGEST_TARGET
              + " characters",
          "\"" + Texts.shortened(target) + "\"");
    }
    return target;
  }

  Json args(@Nullable Json args) {
    if (args != null && !args.isArray()) {
      throw ProblemException.invalid("args", "an array", Texts.shortened(args.text()));
    }
    return sized("args", Objects.requireNonNullElse(args, Json.EMPTY_ARRAY));
  }

  Json kwargs(@Nullable Json kwargs) {
    if (kwargs != null && !kwargs.isObject()) {
      throw ProblemException.invalid("kwargs", "an object", Texts.shortened(kwargs.text()));
    }
    return sized("kwargs", Objects.requireNonNullElse(kwargs, Json.EMPTY_OBJECT));
  }

  private Json sized(String field, Json arguments) {
    if (arguments.text().length() > limits.arguments().toBytes()) {
      throw ProblemException.invalid(
          field,
          "at most " + limits.arguments() + " as JSON in ASCII",
          arguments.text().length() + " bytes");
    }
    return arguments;
  }

  @Nullable String name(@Nullable String name) {
    if (name != null && (!Submission.isName(name) || name.length() > limits.name())) {
      throw ProblemException.invalid(
          "name",
          "1 to " + limits.name() + " characters without control characters",
          name.length() + " characters");
    }
    return name;
  }

  @Nullable String source(@Nullable String source) {
    if (source != null
        && source.getBytes(StandardCharsets.UTF_8).length > longestSource.toBytes()) {
      throw ProblemException.invalid("source", "at most " + longestSource, "longer");
    }
    if (source != null && source.indexOf(0) >= 0) {
      throw ProblemException.invalid("source", "Java, which has no NUL characters", "with one");
    }
    return source;
  }

  static List<String> classpath(List<String> ids) {
    if (ids.size() > MOST_JARS) {
      throw ProblemException.invalid("classpath", "at most " + MOST_JARS + " ids", "" + ids.size());
    }
    for (int i = 0; i < ids.size(); i++) {
      if (!ARTIFACT_ID.matcher(ids.get(i)).matches()) {
        throw ProblemException.invalid(
            "classpath[" + i + "]",
            "sha256: and 64 hexadecimal digits",
            "\"" + Texts.shortened(ids.get(i)) + "\"");
      }
    }
    return ids;
  }

  @Nullable Receiver receiver(@Nullable CallbackRequest callback) {
    if (callback == null) {
      return null;
    }
    if ((callback.url() == null) == (callback.queue() == null)) {
      throw ProblemException.refused("callback", "callback must have either a url or a queue");
    }
    return callback.url() != null ? url(callback.url()) : queue(String.valueOf(callback.queue()));
  }

  private Receiver url(String url) {
    allowedUrls
        .refusal(url)
        .ifPresent(reason -> {
          throw ProblemException.refused("callback.url", reason);
        });
    return new Receiver.Url(url);
  }

  private Receiver queue(String name) {
    boolean closed =
        queues
            .find(Checks.name("callback.queue", name))
            .orElseThrow(
                () -> ProblemException.refused("callback.queue", "There is no queue " + name))
            .closed();
    if (closed) {
      throw ProblemException.refused("callback.queue", "The queue " + name + " is closed");
    }
    return new Receiver.Queue(name);
  }

  static Duration delay(BigDecimal seconds) {
    return Checks.duration("delay", seconds, Duration.ofDays(365));
  }
}
