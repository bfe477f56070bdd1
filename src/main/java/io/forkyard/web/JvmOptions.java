package io.forkyard.web;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which options a pool may give its children. Refused are those that would replace what the service
 * starts or cut it off; any other nonsense fails truly when a child is started with it.
 */
final class JvmOptions {

  private static final int MOST = 64;
  private static final int LONGEST = 1000;

  private enum Refusal {
    CLASS_PATH(
        "it would replace the class path of the child; name jars in the classpath of the job",
        "-cp|-classpath|--class-path(=.*)?|-Xbootclasspath[:/].*|-Djava\\.class\\.path=.*"),
    MAIN(
        "it would start something else than the child",
        "-jar|-m|--module(=.*)?|-XX:Flags=.*|-XX:VMOptionsFile=.*|--source(=.*)?"),
    VALUE_APART(
        "its value would be an argument of its own; write it with =",
        "-p|--module-path|--upgrade-module-path|--add-modules|--add-exports|--add-opens"
            + "|--add-reads|--limit-modules|--patch-module|--enable-native-access"
            + "|--describe-module|-d|--illegal-native-access|--sun-misc-unsafe-memory-access"),
    NO_START(
        "the child would print something and end",
        "-version|--version|-showversion|--show-version|-fullversion|--full-version|-help|--help"
            + "|-\\?|-h|-X|--help-extra|--dry-run|--list-modules|--validate-modules"
            + "|--describe-module=.*|-XshowSettings.*|--show-module-resolution"
            + "|-XX:\\+PrintFlags.*|-Xshare:dump|-XX:AOTMode=(record|create)"),
    HEAP("say maxHeap instead", "-Xmx.*|-XX:(MaxHeapSize|MaxRAM|MaxRAMPercentage)=.*"),
    NO_ATTACH("it would hide the threads of the child", "-XX:\\+DisableAttachMechanism");

    private final String why;
    private final Pattern options;

    Refusal(String why, String options) {
      this.why = why;
      this.options = Pattern.compile(options, Pattern.DOTALL);
    }
  }

  private JvmOptions() {}

  static List<String> checked(List<String> options) {
    if (options.size() > MOST) {
      throw ProblemException.invalid(
          "jvm.options", "at most " + MOST + " options", Integer.toString(options.size()));
    }
    for (int i = 0; i < options.size(); i++) {
      check("jvm.options[" + i + "]", options.get(i));
    }
    return options;
  }

  private static void check(String field, String option) {
    if (option.length() > LONGEST
        || !option.startsWith("-")
        || option.chars().anyMatch(Character::isISOControl)) {
      throw ProblemException.invalid(
          field,
          "an option that begins with -, at most " + LONGEST + " characters",
          "\"" + Texts.shortened(option) + "\"");
    }
    refusal(option)
        .ifPresent(refusal -> {
          throw ProblemException.refused(
              field, field + " must not be " + Texts.shortened(option) + ": " + refusal.why);
        });
  }

  private static Optional<Refusal> refusal(String option) {
    for (Refusal refusal : Refusal.values()) {
      if (refusal.options.matcher(option).matches()) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }
}
