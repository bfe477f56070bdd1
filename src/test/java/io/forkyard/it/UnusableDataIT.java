package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.SmallDisk;
import io.forkyard.TestData;
import io.forkyard.it.RunningJar.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A data folder that no service may begin with: it says why in a sentence, and touches nothing. */
class UnusableDataIT {

  private static final String DATABASE = "forkyard.db";

  @Test
  void dataFolderThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(TestData.folder("file").resolve("data"), "mine");

    assertRefused(file, "it is a file");

    assertThat(file).hasContent("mine");
  }

  @Test
  void dataFolderThatCanOnlyBeReadIsRefused() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(1)) {
      Path data = Files.createDirectory(disk.root().resolve("data"));
      disk.protect();

      assertRefused(data, "cannot be created or written: Read-only file system");
    }
  }

  @Test
  void dataFolderWithoutRoomIsRefused() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(1)) {
      Path data = Files.createDirectory(disk.root().resolve("data"));
      disk.fill();

      Refusal refusal = RunningJar.refused(data);

      assertTold(refusal, "disk is full");
    }
  }

  @Test
  void databaseThatIsDamagedOrNewerIsRefusedAndStaysAsItIs() throws Exception {
    Path data = TestData.folder("damaged");
    try (RunningJar service = RunningJar.start(data)) {
      service.put("/v1/queues/q", Map.of());
      assertThat(service.stop()).isTrue();
    }
    Path database = data.resolve(DATABASE);
    byte[] good = Files.readAllBytes(database);

    Files.writeString(database, "no database at all. ".repeat(1000));
    assertUntouched(data, "forkyard.db is not a database");
    Files.write(database, new byte[0]);
    assertUntouched(data, "forkyard.db is empty");
    Files.write(database, Arrays.copyOf(good, good.length / 2));
    assertUntouched(data, "forkyard.db is cut short");
    Files.write(database, good);
    scratch(database);
    assertUntouched(data, "forkyard.db in the data folder cannot be used");
    Files.write(database, good);
    migrateFurther(database);
    assertUntouched(data, "which is newer than this one");

    Files.write(database, good);
    try (RunningJar service = RunningJar.start(data)) {
      assertThat(service.get("/v1/queues/q").get("qsize").asInt()).isZero();
    }
  }

  /** All after the header. */
  private static void scratch(Path database) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
      byte[] noise = new byte[(int) file.length() - 100];
      Arrays.fill(noise, (byte) 0xA5);
      file.seek(100);
      file.write(noise);
    }
  }

  private static void migrateFurther(Path database) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      connection
          .createStatement()
          .executeUpdate(
              """
              INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                                 checksum, installed_by, execution_time, success)
              VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'me', 1, 1)
              """);
    }
  }

  private static void assertUntouched(Path data, String why) throws Exception {
    Map<String, Integer> before = files(data);

    assertRefused(data, why);

    assertThat(files(data)).isEqualTo(before);
  }

  private static void assertRefused(Path data, String why) throws Exception {
    assertTold(RunningJar.refused(data), why);
  }

  private static void assertTold(Refusal refusal, String why) {
    assertThat(refusal.log()).contains("APPLICATION FAILED TO START").contains(why);
    assertThat(refusal.log().lines().toList())
        .as("no stack trace")
        .noneMatch(line -> line.startsWith("\tat "));
    assertThat(refusal.exitCode()).isEqualTo(1);
  }

  /** Each file with a hash of its content. */
  private static Map<String, Integer> files(Path data) throws IOException {
    Map<String, Integer> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(data)) {
      List<Path> files = paths.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        all.put(data.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return all;
  }
}
