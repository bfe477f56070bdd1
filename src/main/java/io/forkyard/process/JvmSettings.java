package io.forkyard.process;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may choose of a child's JVM.
 *
 * @param maxHeap largest heap as the JVM writes it: {@code 256m}, {@code 2g}, or bytes
 * @param options options of the JVM; they come last on the command line, so they win
 * @param javaHome the JVM to run, or null for the service's own
 */
public record JvmSettings(String maxHeap, List<String> options, @Nullable String javaHome) {

  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,12}[kKmMgG]?");

  public JvmSettings {
    if (!SIZE.matcher(maxHeap).matches()) {
      throw new IllegalArgumentException("maxHeap must look like 256m or 2g, not " + maxHeap);
    }
    options = List.copyOf(options);
  }

  long maxHeapBytes() {
    int last = maxHeap.length() - 1;
    return switch (Character.toLowerCase(maxHeap.charAt(last))) {
      case 'k' -> Long.parseLong(maxHeap, 0, last, 10) << 10;
      case 'm' -> Long.parseLong(maxHeap, 0, last, 10) << 20;
      case 'g' -> Long.parseLong(maxHeap, 0, last, 10) << 30;
      default -> Long.parseLong(maxHeap);
    };
  }
}
