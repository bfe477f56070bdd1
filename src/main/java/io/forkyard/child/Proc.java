package io.forkyard.child;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What Linux tells about this process; 0 where there is no {@code /proc}. */
final class Proc {

  private static final String PEAK = "VmHWM:";
  private static final int PAGE = 4096;

  private Proc() {}

  /** The most memory that was resident at once, in bytes. */
  static long peakMemory() {
    String status = read("/proc/self/status");
    int at = status.indexOf(PEAK);
    return at < 0 ? 0 : number(status, at + PEAK.length()) * 1024;
  }

  /**
   * The process id of the parent. The name in the second field may hold anything, so it is skipped.
   */
  static long parent() {
    String stat = read("/proc/self/stat");
    int end = stat.lastIndexOf(')');
    return end < 0 ? 0 : number(stat, end + ") S".length());
  }

  private static String read(String path) {
    try (FileInputStream in = new FileInputStream(path)) {
      return new String(in.readNBytes(PAGE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static long number(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    long number = 0;
    for (; at < text.length() && Character.isDigit(text.charAt(at)); at++) {
      number = number * 10 + (text.charAt(at) - '0');
    }
    return number;
  }
}
