package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import io.forkyard.job.Attempts;
import io.forkyard.job.Chunks;
import io.forkyard.job.JobLimits;
import io.forkyard.job.Jobs;
import io.forkyard.job.Maps;
import io.forkyard.node.Errands;
import io.forkyard.node.Nodes;
import io.forkyard.process.ChildJars;
import io.forkyard.process.Children;
import io.forkyard.process.ProcessProperties;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.DataDirectory;
import io.forkyard.storage.Database;
import io.forkyard.storage.EndedStore;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.Retained;
import io.forkyard.storage.Silence;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PoolConfiguration {

  /** How late a node is at most to see what another has changed and no signal has told. */
  private static final Duration UNSAID = Duration.ofSeconds(1);

  private static final Duration FOR_GOOD = Duration.ofDays(10_000);

  @Bean
  ChildJars childJars(DataDirectory data) {
    return data.using(ChildJars::new);
  }

  @Bean
  Children children(
      DataDirectory data,
      ChildJars jars,
      ProcessProperties properties,
      Ids ids,
      Node node,
      Silence silence,
      Database database,
      ChangeSignal signal,
      Clock clock) {
    ProcessChanges changes = new ProcessChanges(database, signal, clock);
    Duration alone = database.shared() ? silence.inChild() : Duration.ZERO;
    return data.using(folder ->
        new Children(folder, node.id(), jars, properties, alone, ids::next, changes::follow));
  }

  @Bean
  Running running() {
    return new Running();
  }

  @Bean
  Workshop workshop(
      ClassPaths classPaths,
      Sources sources,
      Children children,
      ChildJars jars,
      PoolProperties properties,
      CompilerProperties compiler) {
    Compilers compilers = new Compilers(children, properties.compileTimeout(), compiler, sources);
    return new Workshop(classPaths, sources, compilers, jars.examples());
  }

  /** When callers are served: its warm-up takes a second of a processor. */
  @Bean
  ApplicationListener<ApplicationReadyEvent> warmCompiler(Workshop workshop) {
    return ready -> workshop.warmUp();
  }

  @Bean
  Places places(PoolProperties properties, ChangeSignal signal) {
    return new Places(properties.maxProcesses(), signal);
  }

  @Bean
  Spares spares(PoolProperties properties, Clock clock) {
    return new Spares(properties.maxSpares(), clock);
  }

  @Bean
  Lending lending(ObjectProvider<Pools> pools, Places places) {
    return new Lending(places, name -> pools.getObject().wake(name));
  }

  /** What jobs may ask for. */
  @Bean
  CallDesk callDesk(
      ObjectProvider<Pools> pools,
      Jobs jobs,
      Attempts attempts,
      Sources sources,
      Lending lending,
      ChangeSignal signal,
      JobLimits limits,
      CallProperties properties,
      List<Operations> others) {
    List<Operation> operations = new ArrayList<>();
    others.forEach(more -> operations.addAll(more.all()));
    Collections.addAll(
        operations,
        new SubmitOperation(pools::getObject, sources, limits),
        new AwaitOperation(jobs, lending),
        new CancelOperation(pools::getObject, jobs));
    ProgressNotes notes = new ProgressNotes(attempts, signal);
    return new CallDesk(operations, notes, properties.call(), signal::closed);
  }

  @Bean
  Staff staff(
      Attempts attempts,
      Chunks chunks,
      Children children,
      Running running,
      Places places,
      Spares spares,
      Workshop workshop,
      CallDesk calls,
      Lending lending,
      Errands errands,
      Node node,
      ChangeSignal signal,
      Clock clock,
      PoolProperties properties) {
    return new Staff(
        attempts,
        chunks,
        children,
        running,
        places,
        spares,
        workshop,
        calls,
        lending,
        errands,
        node,
        signal,
        clock,
        properties);
  }

  @Bean
  Pools pools(
      Database database,
      Jobs jobs,
      ClassPaths classPaths,
      ChangeSignal signal,
      Staff staff,
      Nodes nodes,
      ProcessStore processes,
      Ids ids,
      ApplicationEventPublisher events) {
    PoolStore store = new PoolStore(database, ids);
    Duration pause = database.shared() ? UNSAID : FOR_GOOD;
    Pools pools =
        new Pools(
            store,
            jobs,
            classPaths,
            signal,
            staff,
            new Salvage(staff.attempts(), processes, staff.children()),
            nodes,
            new PoolFollower(store, staff, events::publishEvent, pause));
    nodes.onGone(pools::rescue);
    nodes.onLost(staff.children()::abandon);
    staff.children().pulseOnlyWhile(nodes::isHeard);
    return pools;
  }

  @Bean
  PoolMaps poolMaps(Pools pools, Maps maps, ClassPaths classPaths, Staff staff) {
    return new PoolMaps(pools, maps, classPaths, staff);
  }

  @Bean
  ProcessStore processStore(
      Database database, Node node, Clock clock, ProcessProperties properties) {
    return new ProcessStore(database, node, clock, properties.processesKept());
  }

  @Bean
  Retained endedProcesses(Database database) {
    return new EndedStore(database, ProcessStore.KEPT);
  }

  @Bean
  OwnProcesses ownProcesses(
      ProcessStore store, ClassPaths classPaths, Places places, Staff staff, Nodes nodes) {
    OwnProcesses own = new OwnProcesses(store, classPaths, places, staff);
    nodes.onGone(own::lose);
    return own;
  }

  @Bean
  Drain drain(
      ChangeSignal signal,
      Pools pools,
      OwnProcesses processes,
      Running running,
      PoolProperties properties) {
    return new Drain(signal, pools, processes, running, properties.drain());
  }

  @Bean
  NodeProcesses nodeProcesses(OwnProcesses own, ProcessStore store, Staff staff) {
    return new NodeProcesses(own, store, staff);
  }

  @Bean
  Processes processes(OwnProcesses own, NodeProcesses here, ProcessStore store, Staff staff) {
    return new Processes(own, here, store, staff);
  }

  @Bean
  ProcessOutputs processOutputs(
      Processes processes, NodeProcesses here, ProcessStore store, Staff staff) {
    return new ProcessOutputs(processes, here, store, staff);
  }

  @Bean
  Outputs outputs(Jobs jobs, Staff staff) {
    return new Outputs(jobs, staff);
  }
}
