package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a child learns of itself, here of the JVM of the tests. */
class ProcTest {

  private static final int LOOKS = 1000;

  @Test
  void parentIsTheOneThatStartedIt() {
    assertThat(Proc.parent())
        .isEqualTo(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
  }

  @Test
  void peakIsNoLessThanWhatIsResidentNow() throws IOException {
    long resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .findFirst()
            .orElseThrow();

    assertThat(Proc.peakMemory()).isGreaterThanOrEqualTo(resident).isLessThan(resident * 100);
  }

  /** A child that is idle looks each second, and its memory must not grow by it. */
  @Test
  void lookingLeavesNothingInTheHeap() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Proc.parent();
    Proc.peakMemory();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < LOOKS; i++) {
      Proc.parent();
      Proc.peakMemory();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(LOOKS);
  }

  /** A look that failed would end the child, and a job may use up all descriptors. */
  @Test
  void lookingNeedsNoFurtherDescriptor() throws IOException {
    Proc.parent();
    Proc.parent();

    assertThat(opened("/stat")).isOne();
  }

  private static long opened(String file) throws IOException {
    String wanted = "/proc/" + ProcessHandle.current().pid() + file;
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(descriptor -> leadsTo(descriptor, wanted)).count();
    }
  }

  private static boolean leadsTo(Path descriptor, String wanted) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(wanted);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
