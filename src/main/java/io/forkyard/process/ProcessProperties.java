package io.forkyard.process;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator may set about child JVMs and their output.
 *
 * @param processesKept how many children that are gone are remembered
 */
@ConfigurationProperties("forkyard")
public record ProcessProperties(
    @DefaultValue ChildSettings child,
    @DefaultValue OutputSettings output,
    @DefaultValue("1000") int processesKept) {

  /**
   * How children are started.
   *
   * @param startTimeout longest time from the launch to the child's readiness
   * @param archive whether children start with a class archive of their own
   * @param archiveRelocation whether the JVM places its class archive at a random address; costs a
   *     quarter of a start and half of an idle child's memory
   * @param memoryAllowance what a child may hold beyond its heap after a job and still get another
   * @param environment variables that every child gets
   */
  public record ChildSettings(
      @DefaultValue("30s") Duration startTimeout,
      @DefaultValue("true") boolean archive,
      @DefaultValue("false") boolean archiveRelocation,
      @DefaultValue("256MB") DataSize memoryAllowance,
      @DefaultValue Map<String, String> environment) {

    public ChildSettings {
      environment = Map.copyOf(environment);
    }
  }

  /**
   * What is kept of a task's output.
   *
   * @param maxSize largest size of stdout, and of stderr
   */
  public record OutputSettings(@DefaultValue("1MB") DataSize maxSize) {}
}
