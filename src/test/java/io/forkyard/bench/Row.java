package io.forkyard.bench;

import io.forkyard.bench.load.Stage;

/** Some lines of the table, measured together. */
@FunctionalInterface
interface Row {

  /** What was found until something went wrong stays in the table. */
  void measure(Stage stage, Table table) throws Exception;
}
