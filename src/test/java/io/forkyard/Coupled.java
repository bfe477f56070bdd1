package io.forkyard;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.SignalCoupling;

/** Two nodes within one test: what one changes the other hears of at once. */
public final class Coupled {

  private Coupled() {}

  /** Each tells the other. They are the signals of two sets of objects over one database. */
  public static void signals(ChangeSignal a, ChangeSignal b) {
    SignalCoupling.couple(a, b);
  }
}
