package io.forkyard.code;

import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of uploaded jars and of sources. Each method is one transaction. */
final class ArtifactStore {

  private static final String FIND = "SELECT * FROM artifact WHERE id = :id";

  private static final String LIST =
      """
      SELECT * FROM artifact
       WHERE CAST(:before AS TEXT) IS NULL OR id < :before ORDER BY id DESC LIMIT :limit
      """;

  private static final String INSERT_PIECE =
      """
      INSERT INTO artifact_piece (artifact, position, bytes) VALUES (:id, :position, :bytes)
      ON CONFLICT DO NOTHING
      """;

  private static final String PIECE =
      "SELECT bytes FROM artifact_piece WHERE artifact = :id AND position = :position";

  private static final String INSERT =
      """
      INSERT INTO artifact (id, size, main_class, jvm_options, uploaded_at, used_at)
      VALUES (:id, :size, :mainClass, :options, :at, :at)
      ON CONFLICT DO NOTHING
      """;

  private static final String DELETE =
      """
      DELETE FROM artifact
       WHERE id = :id
         AND NOT EXISTS (
           SELECT 1 FROM job_classpath JOIN job ON job.id = job_classpath.job
            WHERE job_classpath.artifact = :id
              AND job.state IN ('PENDING', 'RUNNING', 'STOPPING'))
         AND NOT EXISTS (
           SELECT 1 FROM map_classpath JOIN map ON map.id = map_classpath.map
            WHERE map_classpath.artifact = :id
              AND map.state IN ('PENDING', 'RUNNING', 'STOPPING'))
         AND NOT EXISTS (
           SELECT 1 FROM process_classpath JOIN process ON process.id = process_classpath.process
            WHERE process_classpath.artifact = :id AND process.state = 'RUNNING')
         AND NOT EXISTS (SELECT 1 FROM pool_classpath WHERE artifact = :id)
      """;

  private static final String USE = "UPDATE artifact SET used_at = :now WHERE id = :id";

  /** That nothing names which is kept, whatever its state. */
  private static final String UNUSED =
      """
       WHERE used_at <= :before
         AND NOT EXISTS (SELECT 1 FROM job_classpath WHERE job_classpath.artifact = id)
         AND NOT EXISTS (SELECT 1 FROM map_classpath WHERE map_classpath.artifact = id)
         AND NOT EXISTS (SELECT 1 FROM process_classpath WHERE process_classpath.artifact = id)
         AND NOT EXISTS (SELECT 1 FROM pool_classpath WHERE pool_classpath.artifact = id)
      """;

  static final String ALL_UNUSED = "SELECT id FROM artifact" + UNUSED + " LIMIT :most";

  static final String DELETE_UNUSED = "DELETE FROM artifact" + UNUSED + " AND id = :id";

  private static final String DELETE_PIECES = "DELETE FROM artifact_piece WHERE artifact = :id";

  private static final String SWEEP =
      "DELETE FROM artifact_piece WHERE artifact NOT IN (SELECT id FROM artifact)";

  private static final String SOURCE = "SELECT text FROM source WHERE hash = :hash";

  /** A use is written once in so long, so that no job of many writes it. */
  private static final Duration NOTED = Duration.ofSeconds(30);

  private final Database database;

  ArtifactStore(Database database) {
    this.database = database;
  }

  Optional<Artifact> find(String id) {
    return database.read(
        sql -> sql.sql(FIND).param("id", id).query((row, n) -> artifact(row)).optional());
  }

  /** The same for one who is about to name it, so that it stays for a while. */
  Optional<Artifact> use(String id, Instant now) {
    Optional<Used> found =
        database.read(
            sql -> sql.sql(FIND).param("id", id).query((row, n) -> Used.of(row)).optional());
    return found
        .filter(used -> used.at().isAfter(now.minus(NOTED)) || noteUse(id, now))
        .map(Used::artifact);
  }

  /** Whether it is there still. */
  private boolean noteUse(String id, Instant now) {
    return database.write(
        sql -> sql.sql(USE).param("now", now.toEpochMilli()).param("id", id).update() == 1);
  }

  private record Used(Artifact artifact, Instant at) {

    static Used of(ResultSet row) throws SQLException {
      return new Used(ArtifactStore.artifact(row), Instant.ofEpochMilli(row.getLong("used_at")));
    }
  }

  List<Artifact> list(@Nullable String before, int limit) {
    return database.read(sql ->
        sql.sql(LIST)
            .param("before", before)
            .param("limit", limit)
            .query((row, n) -> artifact(row))
            .list());
  }

  private static Artifact artifact(ResultSet row) throws SQLException {
    return new Artifact(
        row.getString("id"),
        row.getLong("size"),
        row.getString("main_class"),
        row.getString("jvm_options"),
        Instant.ofEpochMilli(row.getLong("uploaded_at")));
  }

  void keepPiece(String id, int position, byte[] bytes) {
    database.write(sql ->
        sql.sql(INSERT_PIECE)
            .param("id", id)
            .param("position", position)
            .param("bytes", bytes)
            .update());
  }

  Optional<byte[]> piece(String id, int position) {
    return database.read(sql ->
        sql.sql(PIECE)
            .param("id", id)
            .param("position", position)
            .query((row, n) -> row.getBytes("bytes"))
            .optional());
  }

  /** Makes a jar visible whose pieces are all there. False when it was visible before. */
  boolean add(Artifact artifact) {
    return database.write(sql ->
        sql.sql(INSERT)
                .param("id", artifact.id())
                .param("size", artifact.size())
                .param("mainClass", artifact.mainClass())
                .param("options", artifact.jvmOptions())
                .param("at", artifact.uploadedAt().toEpochMilli())
                .update()
            == 1);
  }

  /** Deletes a jar that no unfinished job, no pool and no living process names. */
  boolean delete(String id) {
    return database.write(sql -> deleted(sql, sql.sql(DELETE).param("id", id), id));
  }

  /** Some jars that nothing names and that nobody has asked for since. */
  List<String> unused(Instant before, int most) {
    return database.read(sql ->
        sql.sql(ALL_UNUSED)
            .param("before", before.toEpochMilli())
            .param("most", most)
            .query(String.class)
            .list());
  }

  /** Deletes one of them, unless it is in use by now. */
  boolean deleteUnused(String id, Instant before) {
    return database.write(sql -> {
      var delete = sql.sql(DELETE_UNUSED).param("id", id).param("before", before.toEpochMilli());
      return deleted(sql, delete, id);
    });
  }

  private static boolean deleted(JdbcClient sql, JdbcClient.StatementSpec delete, String id) {
    return delete.update() == 1 && sql.sql(DELETE_PIECES).param("id", id).update() >= 0;
  }

  /** Removes the pieces of uploads that were never finished. */
  void sweep() {
    database.write(sql -> sql.sql(SWEEP).update());
  }

  String source(String hash) {
    return database.read(sql -> sql.sql(SOURCE).param("hash", hash).query(String.class).single());
  }
}
