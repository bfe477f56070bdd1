package io.forkyard;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.SignalCoupling;
import java.util.List;

/** Two nodes within one test: what one changes the other hears of at once. */
public final class Coupled {

  private Coupled() {}

  /**
   * Each tells the other. They are the signals of two sets of objects over one database.
   *
   * @return the topics as they are told by both
   */
  public static List<String> signals(ChangeSignal a, ChangeSignal b) {
    return SignalCoupling.couple(a, b);
  }

  /** Lets one tell nothing any more. */
  public static void cut(ChangeSignal signal) {
    SignalCoupling.cut(signal);
  }

  /** Says to one that it may have missed changes of others. */
  public static void missed(ChangeSignal signal) {
    SignalCoupling.missed(signal);
  }
}
