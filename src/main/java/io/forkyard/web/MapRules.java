package io.forkyard.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the fields of a map may be that a job does not have. */
@Component
final class MapRules {

  private static final String MAIN_CLASS = "@main";

  private final int mostItems;

  MapRules(LimitsProperties limits) {
    mostItems = limits.items();
  }

  /** Not a program, which ends with its process. */
  static String target(@Nullable String target) {
    if (MAIN_CLASS.equals(target)) {
      throw ProblemException.invalid("target", "pkg.Type::method or pkg.Type", "\"@main\"");
    }
    return JobRules.target(target);
  }

  List<String> items(@Nullable JsonItems items, boolean star) {
    if (items == null) {
      throw ProblemException.refused("items", "items is missing");
    }
    if (items.count() > mostItems) {
      throw ProblemException.invalid(
          "items", "at most " + mostItems + " items", "" + items.count());
    }
    for (int i = 0; star && i < items.count(); i++) {
      if (!items.texts().get(i).startsWith("[")) {
        throw ProblemException.invalid(
            "items[" + i + "]",
            "an array of arguments, because of star",
            Texts.shortened(items.texts().get(i)));
      }
    }
    return items.texts();
  }

  static @Nullable Integer chunkSize(@Nullable Integer size) {
    return size == null ? null : Checks.whole("chunkSize", size, 1, Integer.MAX_VALUE, 1);
  }
}
