package io.forkyard.bench;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.sun.management.OperatingSystemMXBean;
import io.forkyard.bench.load.Sample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.DoubleStream;

/** What the figures of one run belong to. */
final class Machine {

  private Machine() {}

  /** As it is before the first row; the folder is where data goes. */
  static String describe(Path folder) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return String.format(
        "%s; %d cores, %d GiB; JDK %s; %s %s; load average before %.2f; %s, fdatasync %s ms",
        Instant.now().truncatedTo(ChronoUnit.MINUTES),
        system.getAvailableProcessors(),
        system.getTotalMemorySize() >> 30,
        System.getProperty("java.vm.version"),
        system.getName(),
        system.getVersion(),
        system.getSystemLoadAverage(),
        Files.getFileStore(folder).type(),
        Table.number(flush(folder)));
  }

  /** The median of a few appends, each of them on the disk. */
  private static double flush(Path folder) throws IOException {
    try (FileChannel file = FileChannel.open(folder.resolve("flush"), CREATE_NEW, WRITE)) {
      DoubleStream.Builder millis = DoubleStream.builder();
      for (int n = 0; n < 200; n++) {
        millis.add(Floor.append(file) * 1e3);
      }
      return Sample.quantile(millis.build(), 0.5);
    }
  }
}
