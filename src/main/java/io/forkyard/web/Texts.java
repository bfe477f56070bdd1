package io.forkyard.web;

/** Texts of callers, fit to be shown in an error. */
final class Texts {

  private static final int LONG = 80;

  private Texts() {}

  static String shortened(Object value) {
    String text = value.toString();
    return text.length() <= LONG ? text : text.substring(0, LONG) + "...";
  }
}
