package io.forkyard.process;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything that a child has started: its process group and session, its descendants, and whoever
 * carries its token in the environment, which reaches what was reparented into a session of its
 * own.
 */
final class ProcessTree {

  private static final int ROUNDS = 10;
  private static final long SELF = ProcessHandle.current().pid();

  private ProcessTree() {}

  /** The first process of a tree, and the token that its descendants inherit. */
  record Root(long pid, String token) {

    private static final long UNKNOWN = -1;

    /** A child of an earlier service, of which only the token is still good for anything. */
    static Root lost(String token) {
      return new Root(UNKNOWN, token);
    }
  }

  /** Signals a child that is not known to be gone, and its tree. */
  static void signal(Root root, Signals signal) {
    signal(List.of(root), signal);
  }

  /** The same for some children; one look at the machine serves them all. */
  static void signal(Collection<Root> roots, Signals signal) {
    if (OsProcess.supported()) {
      Set<OsProcess> members = members(roots, true);
      Set<Long> groups = roots.stream().map(Root::pid).collect(Collectors.toSet());
      roots.forEach(root -> group(root, members, signal));
      members.stream().filter(member -> !groups.contains(member.group())).forEach(send(signal));
    } else {
      roots.forEach(root -> descendants(root, signal));
    }
  }

  private static void descendants(Root root, Signals signal) {
    ProcessHandle.of(root.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .forEach(descendant -> signal.process(descendant.pid()));
    signal.process(root.pid());
  }

  /**
   * Kills what dead children have left running. One look at the machine serves them all; it is
   * repeated while it finds processes that were not there before.
   */
  static void sweep(Collection<Root> dead) {
    if (!OsProcess.supported()) {
      return;
    }
    Set<OsProcess> killed = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Set<OsProcess> members = members(dead, false);
      members.removeIf(member -> killed.stream().anyMatch(same(member)));
      if (members.isEmpty()) {
        return;
      }
      members.forEach(send(Signals.KILL));
      killed.addAll(members);
    }
  }

  /** A group is signalled at once, so that none of it can fork between two signals. */
  private static void group(Root root, Set<OsProcess> members, Signals signal) {
    if (members.stream().anyMatch(member -> member.group() == root.pid())) {
      signal.group(root.pid());
    }
  }

  private static Consumer<OsProcess> send(Signals signal) {
    return member -> {
      if (member.alive()) {
        signal.process(member.pid());
      }
    };
  }

  private static Predicate<OsProcess> same(OsProcess one) {
    return other -> other.pid() == one.pid() && other.started() == one.started();
  }

  /**
   * The live members of some trees. The pid of a dead root may by now be somebody else's: then only
   * the token counts. 0 is the group and the session of what belongs to the machine itself.
   */
  static Set<OsProcess> members(Collection<Root> roots, boolean alive) {
    List<OsProcess> all = OsProcess.all();
    Set<String> tokens = roots.stream().map(Root::token).collect(Collectors.toSet());
    Set<Long> pids = roots.stream().map(Root::pid).collect(Collectors.toSet());
    tokens.remove("");
    pids.removeIf(pid -> pid <= 1);
    if (!alive) {
      all.forEach(process -> pids.remove(process.pid()));
    }
    Set<OsProcess> members =
        all.stream().filter(process -> belongs(process, pids, tokens)).collect(Collectors.toSet());
    while (members.addAll(childrenOf(members, all))) {}
    members.removeIf(OsProcess::ended);
    refuseTheService(members);
    return members;
  }

  private static boolean belongs(OsProcess process, Set<Long> pids, Set<String> tokens) {
    return pids.contains(process.pid())
        || pids.contains(process.group())
        || pids.contains(process.session())
        || tokens.contains(process.token());
  }

  private static List<OsProcess> childrenOf(Set<OsProcess> members, List<OsProcess> all) {
    Set<Long> parents = members.stream().map(OsProcess::pid).collect(Collectors.toSet());
    return all.stream().filter(process -> parents.contains(process.ppid())).toList();
  }

  /** A tree with the service or init in it was put together wrongly: then nobody is signalled. */
  private static void refuseTheService(Set<OsProcess> members) {
    if (members.stream().anyMatch(member -> member.pid() <= 1 || member.pid() == SELF)) {
      throw new IllegalStateException("the service is no part of a child's tree");
    }
  }
}
