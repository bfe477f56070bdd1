package io.forkyard.pool;

import java.util.List;

/** What else jobs may ask for than other jobs: a bean of another package. */
public interface Operations {

  /** All of them. */
  List<Operation> all();
}
