package io.forkyard.code;

/** A jar that a job names has been deleted. */
public final class MissingArtifactException extends RuntimeException {

  MissingArtifactException(String id) {
    super("The jar " + id + " of the class path has been deleted.");
  }
}
