package io.forkyard.storage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells changes from one signal to another, as the database would, but at once. */
public final class SignalCoupling {

  private SignalCoupling() {}

  /** Each tells the other; gives the topics as they are told by both. */
  public static List<String> couple(ChangeSignal a, ChangeSignal b) {
    List<String> told = new CopyOnWriteArrayList<>();
    tell(a, b, told);
    tell(b, a, told);
    return told;
  }

  /** Lets one tell nothing any more. */
  public static void cut(ChangeSignal signal) {
    signal.relayTo(topic -> {});
  }

  /** Says to one that it may have missed changes of others. */
  public static void missed(ChangeSignal signal) {
    signal.missed();
  }

  private static void tell(ChangeSignal from, ChangeSignal to, List<String> told) {
    from.relayTo(topic -> {
      told.add(topic);
      to.arrived(topic);
    });
  }
}
