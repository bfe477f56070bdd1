package io.forkyard.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The children of a service that is gone: they are killed at once, their files wait. */
record LeftOvers(Path run, List<ChildFolder> children) {

  private static final Logger log = LoggerFactory.getLogger(LeftOvers.class);

  static LeftOvers of(Path run) throws IOException {
    List<ChildFolder> children = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(run, Files::isDirectory)) {
      folders.forEach(folder -> children.add(new ChildFolder(folder)));
    }
    return new LeftOvers(run, children);
  }

  /**
   * Ends what has survived. A pid alone may be another's by now: it counts with the start time and
   * the token. Without it the token finds whoever has inherited it.
   */
  void sweep() {
    log.info("Clearing {} children of a service that is gone, in {}", children.size(), run);
    for (ChildFolder child : children) {
      survivor(child).ifPresent(root -> ProcessTree.signal(root, Signals.KILL));
    }
    ProcessTree.sweep(
        children.stream()
            .map(child -> ProcessTree.Root.lost(ChildFolder.words(child.token())))
            .toList());
  }

  private static Optional<ProcessTree.Root> survivor(ChildFolder child) {
    String token = ChildFolder.words(child.token());
    return child
        .process()
        .filter(noted -> OsProcess.supported() && !token.isEmpty())
        .filter(noted ->
            OsProcess.find(noted.pid())
                .filter(now -> now.started() == noted.started() && now.token().equals(token))
                .isPresent())
        .map(noted -> new ProcessTree.Root(noted.pid(), token));
  }

  /** Those of which it is known whose they were. */
  List<Remains> remains(long cap) {
    String owner = ChildFolder.words(RunFolder.owner(run));
    List<Remains> all = new ArrayList<>();
    for (ChildFolder child : children) {
      child
          .process()
          .ifPresent(noted -> all.add(new Remains(owner, noted.pid(), new Output(child, cap))));
    }
    return all;
  }

  void delete() {
    ChildFolder.delete(run);
  }
}
