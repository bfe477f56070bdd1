package io.forkyard.web;

/** Values that the API document uses in more than one example. */
final class Examples {

  static final String JOB = "0199c3a2-7d10-7c4e-9d3b-0f6f6b0a4a11";
  static final String PROCESS = "0199c3a2-8e21-7b1a-8c40-5d2f1e7c9b22";
  static final String ARTIFACT =
      "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  static final String ITEM = "7b0c2f4e-51c9-4d0e-9d55-2a3f1c6f8e10";
  static final String LEASE = "d2f0a9c1-8a37-4f6e-b8f2-5b7c9f3e1a42";

  private Examples() {}
}
