package io.forkyard.child;

import io.forkyard.wire.Message;
import java.util.List;

/** Compiles source; a part of its own, since only the compiler's child needs it. */
public interface SourceCompiling {

  /**
   * Compiles one source text.
   *
   * @return binary names of the types that were compiled
   * @throws TaskException with the compiler's messages
   * @throws Exception if the class files cannot be written
   */
  List<String> compile(Message.Compile compile) throws Exception;
}
