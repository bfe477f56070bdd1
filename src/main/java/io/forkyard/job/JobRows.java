package io.forkyard.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Between rows and records. */
final class JobRows {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JobRows() {}

  static Job job(ResultSet row) throws SQLException {
    JobProcess process = process(row);
    return new Job(
        UUID.fromString(row.getString("id")),
        row.getString("pool"),
        row.getString("name"),
        row.getString("target"),
        JobState.valueOf(row.getString("state")),
        row.getString("result"),
        failure(failure(row.getString("failure")), process),
        process,
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        List.of(),
        share(row, "progress"),
        instant(row, "not_before"),
        row.getInt("output_truncated") != 0,
        CallbackStore.callback(row),
        Instant.ofEpochMilli(row.getLong("submitted_at")),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  static Attempt attempt(ResultSet row) throws SQLException {
    JobProcess process = process(row);
    return new Attempt(
        row.getInt("number"),
        process,
        failure(failure(row.getString("failure")), process),
        Instant.ofEpochMilli(row.getLong("started_at")),
        Instant.ofEpochMilli(row.getLong("finished_at")));
  }

  static @Nullable String text(@Nullable Failure failure) {
    return failure == null ? null : JSON.writeValueAsString(failure);
  }

  static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static @Nullable Double share(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Long millis = number(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable JobProcess process(ResultSet row) throws SQLException {
    Long pid = number(row, "pid");
    if (pid == null) {
      return null;
    }
    Long exit = number(row, "exit_code");
    return new JobProcess(
        pid,
        row.getLong("ppid"),
        row.getString("process"),
        exit == null ? null : exit.intValue(),
        row.getString("node"));
  }

  static @Nullable Failure failure(@Nullable String text) {
    return text == null ? null : JSON.readValue(text, Failure.class);
  }

  /** The exit code is often known only after the failure was stored. */
  static @Nullable Failure failure(@Nullable Failure failure, @Nullable JobProcess process) {
    Integer exit = process == null ? null : process.exitCode();
    return failure == null || exit == null ? failure : failure.withExit(exit);
  }
}
